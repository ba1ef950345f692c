import { createServer } from 'node:http'
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { WorkOrder } from '../shared/model/agent.ts'
import { order, processesOf, stateOf, until, Home, type Engine } from './agent.fixture.ts'

let home: Home
let engine: Engine

beforeEach(async () => {
  home = new Home()
  home.startAgent({ NODE_OPTIONS: '--no-warnings', ENGINE_SECRET: 'secret', HOME: home.path })
  engine = await home.connect()
})
afterEach(() => home.remove())

async function run(work: WorkOrder) {
  engine.say({ type: 'start', order: work })
  return engine.ended(work.runId)
}

const begin = async (work: WorkOrder): Promise<number> => {
  engine.say({ type: 'start', order: work })
  return (await engine.hears('started', work.runId)).pid ?? 0
}

const stop = (work: WorkOrder, graceMs = 300): void => engine.say({ type: 'stop', runId: work.runId, graceMs, reason: 'cancelled_by_user' })

const texts = async (work: WorkOrder): Promise<string[]> => (await home.lines(work.runId)).map((line) => line.text)

/** Waits until a script has said this. */
const says = (work: WorkOrder, text: string) => until(async () => (await texts(work)).includes(text), `the run says ${text}`)

describe('how a run ends', () => {
  test('exit code 0 is success', async () => {
    const work = order('echo hello')
    expect(await run(work)).toMatchObject({
      outcome: 'succeeded',
      reason: 'exit_code',
      exitCode: 0,
      signal: null,
      errorMessage: null,
      log: { lines: 1 },
    })
    expect(await home.output(work.runId)).toBe('hello\n')
  })

  test('any other exit code is kept and is a failure', async () => {
    expect(await run(order('exit 7'))).toMatchObject({ outcome: 'failed', reason: 'exit_code', exitCode: 7, errorMessage: 'exit code 7' })
  })

  test('a signal is kept and is a failure', async () => {
    expect(await run(order('kill -SEGV $$'))).toMatchObject({ outcome: 'failed', reason: 'signal', exitCode: null, signal: 'SIGSEGV' })
  })

  test('a run that takes too long is ended', async () => {
    const work = order('sleep 100', { timeoutMs: 200 })
    expect(await run(work)).toMatchObject({ outcome: 'failed', reason: 'timeout' })
    expect(processesOf(work.runId)).toEqual([])
  })

  test('a run that is silent for too long is ended, one that speaks is not', async () => {
    expect(await run(order('for i in 1 2 3 4; do sleep 0.2; echo $i; done; sleep 100', { idleTimeoutMs: 600 }))).toMatchObject({
      outcome: 'failed',
      reason: 'idle_timeout',
      log: { lines: 5 },
    })
  })

  test('a limit of thirty days does not pass at once', async () => {
    expect(await run(order('sleep 0.1', { timeoutMs: 2_592_000_000 }))).toMatchObject({ outcome: 'succeeded' })
  })
})

describe('what is checked before the start', () => {
  test.each([
    ['a folder that does not exist', { workingDirectory: '/nowhere/at/all' }, '/nowhere/at/all does not exist'],
    ['a file in place of the folder', { workingDirectory: '/etc/passwd' }, '/etc/passwd is a file'],
    ['a shell that does not exist', { parameters: { command: 'true', shell: 'no-such-shell' } }, 'no-such-shell'],
    ['a shell that is no program', { parameters: { command: 'true', shell: '/etc/passwd' } }, '/etc/passwd'],
    ['parameters of another work type', { parameters: { message: 'x' } }, 'command'],
  ])('%s ends the run before it starts, and says why', async (_what, wrong, words) => {
    const end = await run(order('true', wrong))
    expect(end).toMatchObject({ outcome: 'failed', reason: 'spawn_error', exitCode: null, startedAt: null })
    expect(end.errorMessage).toContain(words)
  })

  test('a log that cannot be made ends the run before it starts', async () => {
    const work = order('true')
    mkdirSync(join(home.files.logs, `${work.runId}.log`))
    expect(await run(work)).toMatchObject({ outcome: 'failed', reason: 'spawn_error', log: { bytes: 0, lines: 0 } })
  })

  test('a disk that is full meanwhile leaves the exit code as it is, and says that output is lost', async () => {
    const work = order('echo hello; exit 3')
    symlinkSync('/dev/full', join(home.files.logs, `${work.runId}.log`))
    const end = await run(work)
    expect(end).toMatchObject({ outcome: 'failed', exitCode: 3 })
    expect(end.errorMessage).toMatch(/exit code 3.*output was lost.*ENOSPC/)
  })
})

describe('output', () => {
  test('both streams are complete, each in its order', async () => {
    const work = order('for i in $(seq 20000); do echo "out $i"; echo "err $i" >&2; done')
    expect(await run(work)).toMatchObject({ outcome: 'succeeded', log: { lines: 40_000 } })
    const expected = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word} ${i + 1}\n`).join('')
    expect((await home.output(work.runId, 'stdout')) === expected('out')).toBe(true)
    expect((await home.output(work.runId, 'stderr')) === expected('err')).toBe(true)
  })

  test('lines of both streams stand in the order in which they came', async () => {
    const work = order('for i in 1 2 3; do echo out $i; sleep 0.05; echo err $i >&2; sleep 0.05; done')
    await run(work)
    expect(await texts(work)).toEqual(['out 1', 'err 1', 'out 2', 'err 2', 'out 3', 'err 3'])
  })

  test('a lot of errors before any output stops nobody', async () => {
    const work = order('head -c 300000 /dev/zero | tr "\\0" e >&2; echo done')
    expect(await run(work)).toMatchObject({ outcome: 'succeeded' })
    expect(await home.output(work.runId, 'stdout')).toBe('done\n')
    expect((await home.output(work.runId, 'stderr')).length).toBe(300_000)
  })

  test('a line of ten megabytes, and no newline at its end, comes out whole', async () => {
    const work = order('head -c 10000000 /dev/zero | tr "\\0" x')
    await run(work)
    expect((await home.output(work.runId)) === 'x'.repeat(10_000_000)).toBe(true)
  })

  test('what is no text does no harm', async () => {
    const work = order('printf "a\\377b\\nc\\n"')
    await run(work)
    expect(await texts(work)).toEqual(['a\u{fffd}b', 'c'])
  })

  test.runIf(process.platform === 'linux')('a script may open its output by name', async () => {
    const work = order('echo oops > /dev/stderr; echo fine | tee /dev/stdout')
    expect(await run(work)).toMatchObject({ outcome: 'succeeded' })
    expect((await texts(work)).sort()).toEqual(['fine', 'fine', 'oops'])
  })

  test('hundreds of megabytes go through without the agent growing', async () => {
    const work = order(`yes ${'x'.repeat(79)} | head -c 300000000`)
    const pid = (await engine.hears('welcome')).pid
    const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024
    const before = memory()
    engine.say({ type: 'start', order: work })
    let most = before
    await until(() => {
      most = Math.max(most, memory())
      return engine.heard.some((message) => message.type === 'ended')
    }, 'the flood is over')
    expect(await engine.ended(work.runId)).toMatchObject({ outcome: 'succeeded', log: { lines: 3_750_000, bytes: 3_750_000 * 107 } })
    expect(most - before).toBeLessThan(64_000_000)
  }, 60_000)

  test('the engine is told that the log grows, but not with every line', async () => {
    const work = order('for i in $(seq 2000); do echo $i; done; sleep 0.3')
    await run(work)
    const told = engine.heard.filter((message) => message.type === 'log')
    expect(told.at(-1)).toMatchObject({ lines: 2_000 })
    expect(told.length).toBeLessThan(20)
  })
})

describe('the environment of a process', () => {
  test('has what the user needs, what the order adds, and nothing of the engine', async () => {
    const work = order('env', { environment: { EXTRA: 'yes' } })
    await run(work)
    const names = (await home.output(work.runId)).split('\n').map((line) => line.split('=')[0])
    expect(names).toEqual(expect.arrayContaining(['HOME', 'PATH', 'EXTRA', 'YARDMASTER_RUN_ID']))
    for (const secret of ['ENGINE_SECRET', 'NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE']) expect(names).not.toContain(secret)
  })

  test('has the path that the login shell sets up', async () => {
    writeFileSync(join(home.path, '.profile'), 'echo welcome; export PATH="/from/profile:$PATH"; sleep 321 &\n')
    engine.say({ type: 'shutdown', stopRuns: true })
    await until(() => engine.closed, 'the agent has gone')
    home.startAgent({ HOME: home.path, SHELL: '/bin/sh' })
    engine = await home.connect()
    const work = order('echo $PATH')
    await run(work)
    expect(await home.output(work.runId)).toMatch(/^\/from\/profile:/)
  })

  test('leaves neither a slow profile nor its lock behind, also where it ends before the profile does', async () => {
    const lock = join(home.path, 'lock')
    writeFileSync(
      join(home.path, '.profile'),
      `touch '${lock}'; trap "rm -f '${lock}'" EXIT; trap 'exit 1' TERM; while :; do sleep 0.05; done\n`,
    )
    engine.say({ type: 'shutdown', stopRuns: true })
    await until(() => engine.closed, 'the agent has gone')
    home.startAgent({ HOME: home.path, SHELL: '/bin/sh' })
    engine = await home.connect()
    expect(await run(order('true'))).toMatchObject({ outcome: 'succeeded' })
    await until(() => !existsSync(lock), 'the lock has gone')
    engine.say({ type: 'shutdown', stopRuns: true })
    await until(() => engine.closed, 'the agent has gone')
    home.startAgent({ HOME: home.path, SHELL: '/bin/sh' })
    engine = await home.connect()
    await until(() => existsSync(lock), 'the profile is read')
    engine.say({ type: 'shutdown', stopRuns: true })
    await until(() => !existsSync(lock), 'the lock has gone with the agent')
  })

  test('reads nothing: its input is empty', async () => {
    expect(await run(order('cat; exit 4'))).toMatchObject({ exitCode: 4 })
  })

  test('a command that is too long for an argument runs all the same', async () => {
    const work = order(`: ${'x'.repeat(200_000)}\necho long`)
    expect(await run(work)).toMatchObject({ outcome: 'succeeded' })
    expect(await home.output(work.runId)).toBe('long\n')
  })
})

describe('stopping', () => {
  test('a process that ends politely is cancelled all the same', async () => {
    const work = order('trap "echo bye; exit 0" TERM; echo ready; while :; do sleep 0.05; done')
    await begin(work)
    await says(work, 'ready')
    stop(work, 5_000)
    expect(await engine.ended(work.runId)).toMatchObject({ outcome: 'cancelled', reason: 'cancelled_by_user', exitCode: 0 })
    expect(await home.output(work.runId)).toContain('bye\n')
  })

  test('a tree that ignores it, and one that left for a session of its own, are gone afterwards', async () => {
    const work = order(`
      (trap '' TERM; (trap '' TERM; echo deep; while :; do sleep 1; done) & while :; do sleep 1; done) &
      setsid sh -c 'trap "" TERM; while :; do sleep 1; done' &
      echo ready; wait`)
    await begin(work)
    await says(work, 'ready')
    await says(work, 'deep')
    expect(processesOf(work.runId).length).toBeGreaterThan(3)
    stop(work, 200)
    expect(await engine.ended(work.runId)).toMatchObject({ outcome: 'cancelled' })
    expect(processesOf(work.runId)).toEqual([])
  })

  test('a stop that comes right behind the order is followed', async () => {
    const work = order('sleep 100')
    engine.say({ type: 'start', order: work })
    stop(work)
    expect(await engine.ended(work.runId)).toMatchObject({ outcome: 'cancelled', reason: 'cancelled_by_user' })
    expect(processesOf(work.runId)).toEqual([])
  })

  test('what the main process leaves behind is ended with it, and the log says so', async () => {
    const work = order('sleep 1000 & setsid sleep 1000 > /dev/null 2>&1 & sleep 0.2; echo $!')
    expect(await run(work)).toMatchObject({ outcome: 'succeeded', exitCode: 0 })
    expect(processesOf(work.runId)).toEqual([])
    expect((await home.lines(work.runId)).at(-1)).toMatchObject({ stream: 'system' })
  })

  test('one that left for a session of its own, with its output elsewhere, is found too', async () => {
    const work = order('setsid sleep 1000 > /dev/null 2>&1 & sleep 0.1')
    expect(await run(work)).toMatchObject({ outcome: 'succeeded' })
    expect(processesOf(work.runId)).toEqual([])
  })

  test('to stop a run that is not held is refused', async () => {
    const work = order('true')
    stop(work)
    expect(await engine.hears('refused', work.runId)).toMatchObject({ instruction: 'stop' })
  })
})

describe('pausing', () => {
  test('the whole tree stands still, goes on, and pauses do not count as time', async () => {
    const work = order('setsid sh -c "while :; do sleep 0.05; done" & echo ready; sleep 1.5; kill $!; exit 0', { timeoutMs: 4_000 })
    await begin(work)
    await says(work, 'ready')
    engine.say({ type: 'pause', runId: work.runId })
    await engine.hears('paused', work.runId)
    expect(processesOf(work.runId).map(stateOf)).toSatisfy(
      (states: string[]) => states.length > 1 && states.every((state) => state === 'T'),
    )
    const pausedAt = Date.now()
    await until(() => Date.now() - pausedAt > 4_200, 'more time than the run has')
    expect(engine.heard.some((message) => message.type === 'ended')).toBe(false)
    engine.say({ type: 'resume', runId: work.runId })
    await engine.hears('resumed', work.runId)
    expect(await engine.ended(work.runId)).toMatchObject({ outcome: 'succeeded' })
  })

  test('a paused run can be stopped', async () => {
    const work = order('echo ready; sleep 100')
    await begin(work)
    await says(work, 'ready')
    engine.say({ type: 'pause', runId: work.runId })
    await engine.hears('paused', work.runId)
    stop(work, 10_000)
    expect(await engine.ended(work.runId)).toMatchObject({ outcome: 'cancelled', signal: 'SIGTERM' })
  })
})

describe('work without a process', () => {
  const inline = (workType: WorkOrder['workType'], parameters: WorkOrder['parameters']) => order('', { workType, parameters })

  test('echo prints its message', async () => {
    const work = inline('echo', { message: 'one\ntwo' })
    expect(await run(work)).toMatchObject({ outcome: 'succeeded', exitCode: 0, log: { lines: 2 } })
    expect(await home.output(work.runId, 'stdout')).toBe('one\ntwo\n')
    expect(await engine.hears('started', work.runId)).toMatchObject({ pid: null })
  })

  test('fail fails with its message and code', async () => {
    const work = inline('fail', { message: 'no', exit_code: 9 })
    expect(await run(work)).toMatchObject({ outcome: 'failed', reason: 'exit_code', exitCode: 9, errorMessage: 'exit code 9' })
    expect(await home.output(work.runId, 'stderr')).toBe('no\n')
  })

  test('slow_echo can be paused, resumed and stopped', async () => {
    const slow = inline('slow_echo', { message: 'late', seconds: 0.3 })
    const endless = inline('slow_echo', { message: 'never', seconds: 1_000 })
    await begin(slow)
    engine.say({ type: 'pause', runId: slow.runId })
    await engine.hears('paused', slow.runId)
    await begin(endless)
    stop(endless)
    expect(await engine.ended(endless.runId)).toMatchObject({ outcome: 'cancelled', exitCode: null })
    engine.say({ type: 'resume', runId: slow.runId })
    expect(await engine.ended(slow.runId)).toMatchObject({ outcome: 'succeeded' })
  })

  test('http_request keeps the answer, and fails where it is not the expected one', async () => {
    const server = createServer((request, response) => {
      let body = ''
      request
        .on('data', (piece) => {
          body += String(piece)
        })
        .on('end', () => {
          response.writeHead(request.url === '/missing' ? 404 : 200).end(`${request.method} ${String(request.headers['x-key'])} ${body}`)
        })
    }).listen(0, '127.0.0.1')
    await until(() => server.listening, 'the server listens')
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const good = inline('http_request', { method: 'POST', url, headers: { 'X-Key': 'k' }, body: 'grün' })
    expect(await run(good)).toMatchObject({ outcome: 'succeeded', exitCode: 0 })
    expect(await home.output(good.runId, 'stdout')).toContain('POST k grün')
    const missing = inline('http_request', { url: `${url}/missing` })
    expect((await run(missing)).errorMessage).toContain('404')
    expect(await run(inline('http_request', { url: `${url}/missing`, expect_status: 404 }))).toMatchObject({ outcome: 'succeeded' })
    server.close()
    server.closeAllConnections()
    expect((await run(inline('http_request', { url }))).errorMessage).toContain('ECONNREFUSED')
  })
})

describe('engine and agent', () => {
  test('an engine that went away is told everything when it is back', async () => {
    const during = order('echo before; sleep 0.5; echo after')
    const gone = order('sleep 0.2; exit 5')
    await begin(during)
    await begin(gone)
    engine.leave()
    await until(() => processesOf(gone.runId).length === 0, 'a run ends while nobody listens')
    engine = await home.connect()
    const { runs } = await engine.hears('welcome')
    expect(runs.find((one) => one.runId === gone.runId)).toMatchObject({ state: 'ended', end: { exitCode: 5 } })
    expect(runs.find((one) => one.runId === during.runId)?.pid).toBeGreaterThan(0)
    await until(async () => (await texts(during)).includes('after'), 'the other run goes on')
  })

  test('an order that comes twice is started once, and forgotten only when told so', async () => {
    const work = order('echo once')
    await run(work)
    engine.heard.length = 0
    expect(await run(work)).toMatchObject({ outcome: 'succeeded', log: { lines: 1 } })
    engine.say({ type: 'forget', runId: work.runId })
    stop(work)
    await engine.hears('refused', work.runId)
    expect(await home.output(work.runId)).toBe('once\n')
  })

  test('the newest engine is the one that is spoken to', async () => {
    const second = await home.connect()
    await until(() => engine.closed, 'the first is let go')
    second.say({ type: 'start', order: order('true') })
    await second.hears('ended')
  })

  test('a second agent for the same folder ends at once, and disturbs nobody', async () => {
    const second = home.startAgent()
    await until(() => second.exitCode !== null, 'the second agent ends')
    expect(await run(order('true'))).toMatchObject({ outcome: 'succeeded' })
    expect(engine.closed).toBe(false)
  })

  test('its files are for the owner only', () => {
    expect(statSync(home.files.folder).mode & 0o077).toBe(0)
    expect(statSync(home.files.about).mode & 0o077).toBe(0)
  })

  test('told to end, it waits for its runs', async () => {
    const work = order('sleep 0.3; echo done')
    await begin(work)
    engine.say({ type: 'shutdown', stopRuns: false })
    expect(await engine.ended(work.runId)).toMatchObject({ outcome: 'succeeded' })
    await until(() => engine.closed, 'the agent has gone')
  })

  test('told to end its runs, it stops them first', async () => {
    const work = order('sleep 100')
    await begin(work)
    engine.say({ type: 'shutdown', stopRuns: true })
    await until(() => engine.closed, 'the agent has gone')
    expect(processesOf(work.runId)).toEqual([])
    home.startAgent()
    engine = await home.connect()
    expect((await engine.hears('welcome')).runs).toMatchObject([
      { runId: work.runId, end: { outcome: 'cancelled', reason: 'app_stopped' } },
    ])
  })

  test('after the agent was killed, the next one ends what it left and says that it was lost', async () => {
    const work = order(`trap '' PIPE HUP; setsid sh -c "trap '' PIPE; while :; do sleep 1; done" & echo ready; while :; do sleep 1; done`)
    await begin(work)
    await says(work, 'ready')
    process.kill((await engine.hears('welcome')).pid, 'SIGKILL')
    await until(() => engine.closed, 'the agent has gone')
    expect(processesOf(work.runId).length).toBeGreaterThan(1)
    home.startAgent()
    engine = await home.connect()
    const [lost] = (await engine.hears('welcome')).runs
    expect(lost).toMatchObject({ runId: work.runId, state: 'ended', end: { outcome: 'failed', reason: 'agent_lost' } })
    expect(processesOf(work.runId)).toEqual([])
    expect((await home.lines(work.runId)).map((line) => line.stream)).toEqual(['stdout', 'system'])
  })
})

describe('what processes use', () => {
  test('a tree is measured as a whole: cores, memory and processes', async () => {
    const work = order('sh -c "while :; do :; done" & setsid sleep 60 & sleep 60')
    await begin(work)
    const usage = await until(
      () => engine.heard.flatMap((message) => (message.type === 'usage' ? message.runs : [])).filter((one) => one.runId === work.runId)[1],
      'a second look',
    )
    expect(usage.processes).toBe(4)
    expect(usage.cpuPercent).toBeGreaterThan(5)
    expect(usage.memoryMb).toBeGreaterThan(0.5)
    stop(work)
    await engine.ended(work.runId)
  })

  test('an order that cannot be read ends its run instead of leaving it starting', async () => {
    const work = order('true')
    engine.say({ type: 'start', order: { ...work, workType: 'from the future' } } as never)
    expect(await engine.ended(work.runId)).toMatchObject({ outcome: 'failed', reason: 'spawn_error' })
  })
})
