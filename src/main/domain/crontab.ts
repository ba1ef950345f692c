import type { Schedule } from '../../shared/model/schedule.ts'

/*
 * A crontab as cron reads it: lines of an environment, which hold for what follows; five fields or an @word, and a command
 * whose first % begins its standard input.
 */

export interface CronEntry {
  /** Counted from 1, as editors do. */
  readonly line: number
  readonly name: string
  readonly schedule: Schedule
  readonly command: string
  readonly shell: string | null
  readonly folder: string | null
  /** What the lines above it set, but for what has a place of its own. */
  readonly environment: Readonly<Record<string, string>>
}

export interface Crontab {
  readonly entries: readonly CronEntry[]
  /** What cannot be taken, or not as it was. */
  readonly problems: readonly { readonly line: number; readonly reason: string }[]
}

const words: Readonly<Record<string, Schedule>> = {
  '@reboot': { type: 'startup' },
  '@yearly': { type: 'cron', cron: '0 0 1 1 *' },
  '@annually': { type: 'cron', cron: '0 0 1 1 *' },
  '@monthly': { type: 'cron', cron: '0 0 1 * *' },
  '@weekly': { type: 'cron', cron: '0 0 * * 0' },
  '@daily': { type: 'cron', cron: '0 0 * * *' },
  '@midnight': { type: 'cron', cron: '0 0 * * *' },
  '@hourly': { type: 'cron', cron: '0 * * * *' },
}

interface Reading {
  readonly entries: CronEntry[]
  readonly problems: { line: number; reason: string }[]
  readonly environment: Map<string, string>
  comment: string
}

/** @param withUser whether a user stands before the command, as in /etc/crontab */
export function readCrontab(text: string, { withUser }: { readonly withUser: boolean }): Crontab {
  const reading: Reading = { entries: [], problems: [], environment: new Map(), comment: '' }
  for (const [index, line] of text.split(/\r?\n/).entries()) readLine(reading, { text: line.trim(), line: index + 1, withUser })
  return reading
}

interface Line {
  readonly text: string
  readonly line: number
  readonly withUser: boolean
}

function readLine(reading: Reading, line: Line): void {
  if (line.text.startsWith('#')) return void (reading.comment = nameIn(line.text))
  const assignment = /^([A-Za-z_][A-Za-z0-9_]*|"[^"]+"|'[^']+')\s*=\s*(.*)$/.exec(line.text)
  if (assignment) setVariable(reading, unquoted(assignment[1] ?? ''), unquoted(assignment[2] ?? ''), line)
  else if (line.text !== '') readEntry(reading, line)
  reading.comment = ''
}

const unquoted = (text: string): string => /^(["'])(.*)\1$/.exec(text)?.[2] ?? text

/** A line that is commented out is no name; neither is a rule of dashes. */
function nameIn(comment: string): string {
  const text = comment.replace(/^#+/, '').trim()
  return /^(@\w+|([\d*,/-]+\s+){4})/.test(text) || !/\p{L}/u.test(text) ? '' : text
}

function setVariable({ environment, problems }: Reading, name: string, value: string, { line }: Line): void {
  if (name === 'MAILTO' || name === 'MAILFROM') {
    if (value !== '') problems.push({ line, reason: `${name}=${value} is left out: Yardmaster sends no mail, each run keeps its log` })
    return
  }
  environment.set(name, value)
}

function readEntry(reading: Reading, { text, line, withUser }: Line): void {
  const parts = (withUser ? /^(@\w+|(?:\S+\s+){4}\S+)\s+(\S+)\s+(.+)$/ : /^(@\w+|(?:\S+\s+){4}\S+)()\s+(.+)$/).exec(text)
  const [, when = '', user = '', command = ''] = parts ?? []
  const schedule = scheduleOf(when, reading.environment)
  if (!parts || !schedule)
    return void reading.problems.push({ line, reason: `left out, as cron could not read it either: ${text.slice(0, shownLength)}` })
  if (user) reading.problems.push({ line, reason: `ran as ${user} there; here it runs as whoever runs Yardmaster` })
  const { SHELL: shell, HOME: folder, CRON_TZ: _zone, TZ: _other, ...environment } = Object.fromEntries(reading.environment)
  reading.entries.push({
    line,
    schedule,
    environment,
    name: (reading.comment || command).slice(0, longestTitle).trim(),
    command: withInput(command),
    shell: shell ?? null,
    folder: folder?.startsWith('/') ? folder : null,
  })
}

const shownLength = 80
const longestTitle = 100

function scheduleOf(when: string, environment: ReadonlyMap<string, string>): Schedule | undefined {
  const timezone = environment.get('CRON_TZ') ?? environment.get('TZ')
  const schedule = when.startsWith('@') ? words[when.toLowerCase()] : { type: 'cron' as const, cron: when.split(/\s+/).join(' ') }
  return schedule?.type === 'cron' && timezone ? { ...schedule, timezone } : schedule
}

/** An unescaped % ends the command; what follows is its standard input, each further one a new line. */
function withInput(text: string): string {
  const [command = '', ...input] = text.split(/(?<!\\)%/).map((part) => part.replaceAll('\\%', '%'))
  if (input.length === 0) return command
  return `{\n${command.trim()}\n} <<'${endOfInput}'\n${input.join('\n')}\n${endOfInput}`
}

const endOfInput = 'END_OF_INPUT'
