import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WorkOrder } from '../../shared/model/agent.ts'
import { Home, order, type Engine } from '../agent.fixture.ts'

/*
 * Programs of the same names stand in for ansible, docker and systemctl: each notes its arguments, one a line, and ends
 * as the test says. What is proved is how they are called, and what becomes of their ends.
 */

const held: { home?: Home; engine?: Engine } = {}
const home = (): Home =>
  held.home ??
  (() => {
    throw new Error('no home')
  })()
const folder = (name: string): string => join(home().path, name)

beforeAll(async () => {
  held.home = new Home()
  for (const name of ['bin', 'work']) mkdirSync(folder(name))
  for (const name of ['ansible', 'ansible-playbook', 'docker', 'systemctl']) {
    const file = join(folder('bin'), name)
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${folder(name)}'\necho "${name} was here"\nexit "\${STAND_IN_CODE:-0}"\n`)
    chmodSync(file, 0o755)
  }
  held.home.startAgent({ HOME: held.home.path })
  held.engine = await held.home.connect()
})
afterAll(() => held.home?.remove())

const run = async (workType: WorkOrder['workType'], parameters: Record<string, unknown>, environment: Record<string, string> = {}) => {
  const work = order('', {
    workType,
    parameters,
    workingDirectory: folder('work'),
    environment: { PATH: `${folder('bin')}:/usr/bin:/bin`, ...environment },
  })
  held.engine?.say({ type: 'start', order: work })
  const end = await held.engine?.ended(work.runId)
  return { ...end, output: await home().output(work.runId) }
}
const given = (name: string): string[] => readFileSync(folder(name), 'utf8').trimEnd().split('\n')

describe('work of infra agents', () => {
  test('docker gets each argument as it was written, whatever a shell would make of it', async () => {
    expect(await run('docker', { args: ['run', '--rm', 'alpine', 'echo $HOME; exit 9', '*', ''] })).toMatchObject({
      outcome: 'succeeded',
      exitCode: 0,
      output: 'docker was here\n',
    })
    expect(readFileSync(folder('docker'), 'utf8')).toBe('run\n--rm\nalpine\necho $HOME; exit 9\n*\n\n')
  })

  test('ansible reads its arguments as a shell would, and its exit code is the run’s', async () => {
    expect(await run('ansible', { command: 'all -m shell -a "uptime now"' }, { STAND_IN_CODE: '4' })).toMatchObject({
      outcome: 'failed',
      reason: 'exit_code',
      exitCode: 4,
    })
    expect(given('ansible')).toEqual(['all', '-m', 'shell', '-a', 'uptime now'])
  })

  test('a playbook is called with its inventory and its variables, and never taken for an option', async () => {
    expect(await run('run_playbook', { playbook: '--version', inventory: 'hosts of mine', extra_vars: { who: '$(id)' } })).toMatchObject({
      outcome: 'succeeded',
    })
    expect(given('ansible-playbook')).toEqual(['--inventory', 'hosts of mine', '--extra-vars', '{"who":"$(id)"}', '--', '--version'])
  })

  test('a service is restarted after its command, and not where that failed', async () => {
    expect(await run('deploy_service', { service: 'web $(id).service', command: 'echo fetched' })).toMatchObject({
      outcome: 'succeeded',
      output: 'fetched\nsystemctl was here\nsystemctl was here\n',
    })
    expect(given('systemctl')).toEqual(['restart', '--', 'web $(id).service', '--no-pager', 'status', '--', 'web $(id).service'])
    expect(await run('deploy_service', { service: 'web', command: 'exit 7' })).toMatchObject({ outcome: 'failed', exitCode: 7, output: '' })
    expect(given('systemctl')).toHaveLength(7)
  })

  test.each([
    ['ansible', { command: 'all' }, 'ansible'],
    ['run_playbook', { playbook: 'site.yml' }, 'ansible-playbook'],
    ['docker', { args: ['ps'] }, 'docker'],
    ['deploy_service', { service: 'web' }, 'systemctl'],
  ] as const)('%s says which program is missing, before anything is started', async (workType, parameters, program) => {
    const end = await run(workType, parameters, { PATH: folder('work') })
    expect(end).toMatchObject({ outcome: 'failed', reason: 'spawn_error', exitCode: null })
    expect(end.errorMessage).toContain(`“${program}” was not found on this machine`)
  })
})
