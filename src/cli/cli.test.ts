import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { value } from '../main/app/engine.fixture.ts'
import { startCli, startCliBench, writeServerFile, type CliBench } from './cli.fixture.ts'

const nobody = '01920000-0000-7000-8000-000000000000'
const patience = { timeout: 15_000 }

describe('the command line', () => {
  let bench: CliBench
  beforeAll(async () => {
    bench = await startCliBench()
  })
  afterAll(async () => {
    await bench[Symbol.asyncDispose]()
  })

  const jobOf = async (name: string) => value(await bench.client.jobs.create({ name }))
  const taskOf = async (name: string, jobId: Awaited<ReturnType<typeof jobOf>>['id'] | null = null) =>
    value(await bench.client.tasks.create({ name, jobId, command: 'true' }))
  /** The run that the agent was asked to start for this task. */
  const startedFor = (taskId: string) =>
    vi.waitFor(async () => {
      const { runs } = value(await bench.client.runs.list({ limit: 500 }))
      const run = runs.find((one) => one.taskId === taskId && bench.agent.started().includes(one.id))
      if (!run) throw new Error('not started yet')
      return run.id
    }, patience)

  test('--json prints the body of the REST answer', async () => {
    const { stdout, code } = await bench.run(
      'jobs',
      'create',
      '--name',
      'Printed',
      '--working-directory',
      '/tmp',
      '--labels',
      'a, b',
      '--worker-count',
      '2',
      '--json',
    )
    expect(code).toBe(0)
    const made = JSON.parse(stdout) as { id: string }
    expect(made).toMatchObject({ name: 'Printed', working_directory: { path: '/tmp' }, labels: ['a', 'b'], worker_count: 2 })
    for (const [args, path] of [
      [['jobs', 'list'], '/api/jobs'],
      [['jobs', 'get', made.id], `/api/jobs/${made.id}`],
      [['settings', 'get'], '/api/settings'],
      [['workers', 'list'], '/api/supervisor/workers'],
    ] as const) {
      expect(JSON.parse((await bench.run(...args, '--json')).stdout)).toEqual(await bench.ask(path))
    }
  })

  test('the fields of a task are flags, its job an id’s beginning', async () => {
    const job = await jobOf('Holder')
    const { stdout } = await bench.run(
      'tasks',
      'create',
      '--name',
      'All',
      '--job',
      job.id,
      '--work-type',
      'http_request',
      '--parameters',
      '{"url":"http://127.0.0.1/","headers":{"X-Camel":"kept"}}',
      '--priority',
      '5',
      '--timeout-ms',
      '2000',
      '--enabled',
      'false',
      '--json',
    )
    expect(JSON.parse(stdout)).toMatchObject({
      job_id: job.id,
      work_type: 'http_request',
      parameters: { headers: { 'X-Camel': 'kept' } },
      priority: 5,
      timeout_ms: 2_000,
      enabled: false,
    })
  })

  test('--command - reads the command from standard input', async () => {
    const { ended } = startCli(['tasks', 'create', '--name', 'Piped', '--command', '-', '--json'], {
      home: bench.home,
      typed: 'echo one\necho two\n',
    })
    expect(JSON.parse((await ended).stdout)).toMatchObject({ parameters: { command: 'echo one\necho two\n' } })
  })

  test('a job’s parent and a task’s job are found by the beginning of their ids', async () => {
    const parent = await jobOf('Parent')
    const beginning = parent.id.slice(0, 35)
    const child = await bench.run('jobs', 'create', '--name', 'Child', '--parent-job-id', beginning, '--json')
    expect(JSON.parse(child.stdout)).toMatchObject({ parent_job_id: parent.id })
    const listed = await bench.run('jobs', 'list', '--parent-job-id', beginning, '--json')
    expect(JSON.parse(listed.stdout)).toMatchObject({ total: 1 })
    const task = await taskOf('Filtered')
    const runs = await bench.run('runs', 'list', '--task-id', task.id.slice(0, 35), '--json')
    expect(JSON.parse(runs.stdout)).toMatchObject({ total: 0 })
    const tasks = await bench.run('tasks', 'list', '--job', beginning, '--json')
    expect(JSON.parse(tasks.stdout)).toMatchObject({ total: 0 })
  })

  test('an unknown id ends with 3, one that several begin with ends with 2 and names them', async () => {
    expect(await bench.run('jobs', 'get', nobody)).toMatchObject({ code: 3, stdout: '' })
    expect(await bench.run('jobs', 'get', 'ffffff')).toMatchObject({ code: 3 })
    const [one, other] = [await jobOf('Twin A'), await jobOf('Twin B')]
    const ambiguous = await bench.run('jobs', 'get', '0')
    expect(ambiguous.code).toBe(2)
    const shared = await bench.run(
      'jobs',
      'get',
      one.id.slice(
        0,
        Array.from(one.id).findIndex((letter, at) => letter !== other.id[at]),
      ),
    )
    expect(shared.stderr).toContain(one.id)
    expect(shared.stderr).toContain(other.id)
  })

  test('what is not possible in this state ends with 4', async () => {
    const task = await taskOf('Ended')
    const run = value(await bench.client.tasks.run({ taskId: task.id }))
    bench.agent.end(await startedFor(task.id))
    await vi.waitFor(async () => expect(value(await bench.client.runs.get({ runId: run.id })).status).toBe('succeeded'), patience)
    const { code, stderr } = await bench.run('runs', 'stop', run.id)
    expect(code).toBe(4)
    expect(stderr).not.toBe('')
  })

  test.each([
    ['an unknown command', ['jobs', 'bogus']],
    ['an unknown option', ['jobs', 'list', '--bogus']],
    ['a value that is none of the possible', ['jobs', 'list', '--status', 'sleepy']],
    ['a word for a number', ['jobs', 'list', '--limit', 'many']],
    ['a stream that there is not', ['runs', 'logs', nobody, '--stream', 'both']],
    ['a line that is no number', ['runs', 'logs', nobody, '--from-line', 'first']],
    ['an event that is no number', ['events', '--after', 'yesterday']],
    ['parameters that are no JSON', ['tasks', 'create', '--name', 'x', '--parameters', '{']],
    ['a missing name', ['jobs', 'create']],
    ['an unknown setting', ['settings', 'set', 'no.such', '1']],
    ['an unknown setting to read', ['settings', 'get', 'no.such']],
    ['an unknown shell', ['completion', 'tcsh']],
    ['a group without a verb', ['jobs']],
    ['a remote agent', ['agent', '--url', 'amqp://somewhere']],
  ])('%s ends with 2 and says why', async (_what, args) => {
    const { code, stderr, stdout } = await bench.run(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trim()).not.toBe('')
  })

  test('a refused field is named by its flag', async () => {
    const { stderr } = await bench.run('tasks', 'create', '--name', 'x', '--command', 'true', '--timeout-ms', '1')
    expect(stderr).toContain('--timeout-ms')
  })

  test('without a terminal, delete asks for --force and deletes nothing', async () => {
    const job = await jobOf('Kept')
    const refused = await bench.run('jobs', 'delete', job.id)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('--force')
    expect((await bench.run('jobs', 'get', job.id)).code).toBe(0)
    const forced = await bench.run('jobs', 'delete', job.id, '--force', '--json')
    expect(JSON.parse(forced.stdout)).toEqual({ deleted: true, jobs: 1, tasks: 0, runs: 0, log_files: 0 })
    expect((await bench.run('jobs', 'get', job.id)).code).toBe(3)
  })

  test('--wait ends with the run: 0 when it succeeded, 1 when it failed', async () => {
    const [good, bad] = [await taskOf('Good'), await taskOf('Bad')]
    const waiting = [bench.start('tasks', 'run', good.id, '--wait'), bench.start('tasks', 'run', bad.id, '--wait')]
    bench.agent.end(await startedFor(good.id))
    bench.agent.end(await startedFor(bad.id), { outcome: 'failed', exitCode: 7 })
    expect((await Promise.all(waiting.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 1])
  })

  test('--wait follows a run that failed to its next attempt', async () => {
    const task = value(
      await bench.client.tasks.create({
        name: 'Flaky',
        command: 'true',
        retry: { maxAttempts: 2, delayMs: 1_000, backoff: 'fixed', jitter: false },
      }),
    )
    const waiting = bench.start('tasks', 'run', task.id, '--wait')
    const first = await startedFor(task.id)
    bench.agent.end(first, { outcome: 'failed', exitCode: 7 })
    bench.agent.end(
      await vi.waitFor(async () => {
        const second = await startedFor(task.id)
        if (second === first) throw new Error('not tried again yet')
        return second
      }, patience),
    )
    expect(await waiting.ended).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/failed.*attempt 2 follows\nFlaky: succeeded/) as string,
    })
  })

  test('--wait goes on over a restart of the engine', async () => {
    const task = await taskOf('Patient')
    const waiting = bench.start('tasks', 'run', task.id, '--wait')
    const runId = await startedFor(task.id)
    await bench.stopEngine()
    bench.agent.end(runId)
    await bench.startEngine()
    expect((await waiting.ended).code).toBe(0)
  })

  test('--wait with --json prints how it ended', async () => {
    const task = await taskOf('Told')
    const waiting = bench.start('tasks', 'run', task.id, '--wait', '--json')
    bench.agent.end(await startedFor(task.id), { outcome: 'failed', exitCode: 7 })
    expect(JSON.parse((await waiting.ended).stdout)).toMatchObject({ status: 'failed', exit_code: 7 })
  })

  test('--wait for a job ends with its last task', async () => {
    const job = await jobOf('Both')
    const [first, second] = [await taskOf('First', job.id), await taskOf('Second', job.id)]
    const waiting = bench.start('jobs', 'run', job.id, '--wait')
    bench.agent.end(await startedFor(first.id))
    bench.agent.end(await startedFor(second.id))
    expect((await waiting.ended).code).toBe(0)
  })

  test('the task order is read and set', async () => {
    const job = await jobOf('Ordered')
    const [first, second] = [await taskOf('First', job.id), await taskOf('Second', job.id)]
    const set = await bench.run('jobs', 'task-order', job.id, second.id, first.id, '--json')
    expect(JSON.parse(set.stdout)).toEqual({ task_order: [second.id, first.id] })
    expect(JSON.parse((await bench.run('jobs', 'task-order', job.id, '--json')).stdout)).toEqual({ task_order: [second.id, first.id] })
  })

  test('a setting is set and read', async () => {
    expect((await bench.run('settings', 'set', 'runs.max_parallel', '3')).code).toBe(0)
    expect((await bench.run('settings', 'get', 'runs.max_parallel')).stdout).toMatch(/runs\.max_parallel\s+3/)
    expect(JSON.parse((await bench.run('settings', 'get', 'runs.max_parallel', '--json')).stdout)).toMatchObject({
      'runs.max_parallel': { value: 3 },
    })
  })

  test('events are followed from now on until Ctrl+C, which is no error', async () => {
    const before = await jobOf('Before')
    const following = bench.start('events', '--follow', '--json')
    // Until it listens, what happens is none of its business: something goes on happening.
    await vi.waitFor(
      async () => {
        await jobOf('Watched')
        expect(following.said()).toContain('"Watched"')
      },
      { ...patience, interval: 200 },
    )
    expect(following.said()).not.toContain(before.id)
    following.interrupt()
    expect(await following.ended).toMatchObject({ code: 0, stderr: '' })
  })

  test('people get a table, with times told as how long ago', async () => {
    await jobOf('Tabled')
    const { stdout } = await bench.run('jobs', 'list', '--q', 'Tabled')
    expect(stdout.split('\n')[0]).toMatch(/^ID\s+STATUS\s+NAME/)
    expect(stdout).toMatch(/○ pending\s+Tabled.*(now|ago)/)
    expect(stdout).not.toContain('\u001b[')
  })

  test('the token is printed, and doctor finds a healthy engine', async () => {
    expect((await bench.run('token')).stdout).toBe('the-token-of-this-test\n')
    const findings = JSON.parse((await bench.run('doctor', '--json')).stdout) as { what: string; good: boolean }[]
    expect(findings.find(({ what }) => what === 'engine')).toMatchObject({ good: true })
    expect(findings.map(({ what }) => what)).toEqual(expect.arrayContaining(['Node', 'data folder', 'agent', 'Electron', 'browser']))
  })

  test.each(['bash', 'zsh', 'fish', 'powershell'])('completion for %s knows the commands', async (shell) => {
    const { code, stdout } = await bench.run('completion', shell)
    expect(code).toBe(0)
    expect(stdout).toContain('task-order')
    if (shell === 'bash') expect(completed(stdout)).toEqual(['get', '--follow'])
  })
})

/** What a real bash makes of it: behind `--json jobs g`, and behind `runs logs ID --fo`. */
function completed(script: string): string[] {
  const ask = (...words: string[]): string =>
    `COMP_WORDS=(yardmaster ${words.join(' ')}); COMP_CWORD=${words.length}; _yardmaster; echo "\${COMPREPLY[*]}"`
  return execFileSync('bash', ['-c', [script, ask('--json', 'jobs', 'g'), ask('runs', 'logs', '01a2', '--fo')].join('\n')], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
}

describe('without an engine', () => {
  const home = mkdtempSync(join(tmpdir(), 'yardmaster-cli-'))
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  test('a command says how to start one and ends with 5', async () => {
    const { code, stderr } = await startCli(['jobs', 'list', '--home', join(home, 'empty')], { home }).ended
    expect(code).toBe(5)
    expect(stderr).toContain('yardmaster serve')
  })

  test.each([
    ['jobs', 'list'],
    ['jobs', 'get', 'abc'],
    ['settings', 'get'],
    ['events'],
    ['events', '--follow'],
    ['runs', 'logs', nobody],
    ['runs', 'logs', nobody, '--follow'],
  ])('a server.json that was left behind is seen through: %s %s %s %s', async (...args) => {
    const left = join(home, 'left')
    writeServerFile(left, await closedPort())
    expect(await startCli(args, { home: left }).ended).toMatchObject({ code: 5, stderr: expect.stringContaining(left) as string })
  })

  test('--version and --help need none', async () => {
    expect((await startCli(['--version'], { home }).ended).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect(await startCli(['--help'], { home }).ended).toMatchObject({ code: 0, stdout: expect.stringContaining('tasks') as string })
  })
})

/** A port where nobody listens: one that was just given back. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => {
    server.close(resolve)
  })
  return typeof address === 'object' && address ? address.port : 0
}
