import { expect, test } from 'vitest'
import { readCrontab } from './crontab.ts'

const read = (...lines: string[]) => readCrontab(lines.join('\n'), { withUser: false })

test('a line is a task with its comment as name; every word of cron is understood', () => {
  const { entries, problems } = read(
    '# Back up the photos',
    '0 3 * * 1-5 backup ~/photos',
    '@reboot  start-it',
    '@daily true',
    '@HOURLY true',
    '',
    '*/5 0-6/2 1 jan sun,7 x',
  )
  expect(problems).toEqual([])
  expect(entries.map(({ name, command, schedule, line }) => [line, name, command, schedule])).toEqual([
    [2, 'Back up the photos', 'backup ~/photos', { type: 'cron', cron: '0 3 * * 1-5' }],
    [3, 'start-it', 'start-it', { type: 'startup' }],
    [4, 'true', 'true', { type: 'cron', cron: '0 0 * * *' }],
    [5, 'true', 'true', { type: 'cron', cron: '0 * * * *' }],
    [7, 'x', 'x', { type: 'cron', cron: '*/5 0-6/2 1 jan sun,7' }],
  ])
})

test('the environment holds for what comes below it; what has a place of its own goes there', () => {
  const { entries, problems } = read(
    '* * * * * first',
    'SHELL=/bin/zsh',
    'PATH="/a b:/c"',
    'CRON_TZ = Europe/Paris',
    'HOME=/srv',
    'MAILTO=me@example.org',
    '* * * * * second',
  )
  expect(entries).toMatchObject([
    { environment: {}, shell: null, folder: null },
    { environment: { PATH: '/a b:/c' }, shell: '/bin/zsh', folder: '/srv', schedule: { timezone: 'Europe/Paris' } },
  ])
  expect(problems).toMatchObject([{ line: 6, reason: expect.stringContaining('no mail') as unknown }])
})

test('a percent sign begins the input, a masked one is itself', () => {
  expect(read('* * * * * mail me%Hello%there', '* * * * * date +\\%F').entries.map((entry) => entry.command)).toEqual([
    "{\nmail me\n} <<'END_OF_INPUT'\nHello\nthere\nEND_OF_INPUT",
    'date +%F',
  ])
})

test('what cannot be read is said with its line; a line that is commented out names nothing', () => {
  const { entries, problems } = read('# 0 5 * * * old thing', '* * * * * thing', '* * * thing', '@often thing', '#------', '0 1 * * * x')
  expect(entries.map((entry) => entry.name)).toEqual(['thing', 'x'])
  expect(problems.map((problem) => problem.line)).toEqual([3, 4])
})

test('a system’s crontab names users', () => {
  const { entries, problems } = readCrontab('17 * * * * root cd / && run-parts', { withUser: true })
  expect(entries).toMatchObject([{ command: 'cd / && run-parts' }])
  expect(problems).toMatchObject([{ line: 1, reason: expect.stringContaining('root') as unknown }])
})
