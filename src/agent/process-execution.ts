import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, constants, openSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Execution, ExecutionEnd, ExecutionParts } from './execution.ts'
import { endTree, mayHaveLeftBehind, membersOf, pauseTree, resumeTree, type Tree } from './process-tree.ts'
import { CannotStart, type Command } from './work/work.ts'

export interface ProcessOrder extends ExecutionParts {
  readonly runId: string
  readonly command: Command
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly pipes: Pipes
}

/** How long after its first process has ended a tree's output is waited for. */
const drainMs = 250
/** How long what the first process left behind may take to end by itself. */
const leftBehindGraceMs = 1_000

/**
 * Starts the program in a session and group of its own. Throws CannotStart where the system refuses.
 */
export async function startProcess(order: ProcessOrder): Promise<Execution> {
  const outputs = { stdout: await order.pipes.take(), stderr: await order.pipes.take() }
  const child = spawnInto(order, outputs)
  give(child, order.command.input)
  const exited = new Promise<ExecutionEnd>((resolve) =>
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, errorMessage: null })),
  )
  const reading = [readOutput('stdout', outputs.stdout, child, order), readOutput('stderr', outputs.stderr, child, order)]
  const startedAt = performance.now()
  await once(child, 'spawn').catch((error: unknown) => {
    for (const output of reading) output.abandon()
    throw new CannotStart(`${order.command.program} could not be started: ${messageOf(error)}`)
  })
  const tree: Tree = { pid: child.pid ?? 0, runId: order.runId }
  const unending = Promise.withResolvers<ExecutionEnd>()
  const state = { stopping: undefined as Promise<void> | undefined }
  const end = async (): Promise<ExecutionEnd> => {
    const how = await Promise.race([exited, unending.promise])
    await Promise.race([Promise.all(reading.map((output) => output.ended)), sleep(drainMs)])
    await state.stopping
    if (await mayHaveLeftBehind(tree, performance.now() - startedAt)) await endLeftBehind(tree, order.log)
    await drain(reading, order.log)
    return how
  }
  return {
    pid: tree.pid,
    ended: end(),
    pause: () => pauseTree(tree),
    resume: () => resumeTree(tree),
    stop(graceMs) {
      state.stopping ??= stop(tree, graceMs, order, unending.resolve)
      return state.stopping
    },
  }
}

/** A process that does not read its input to the end, or has none, is not at fault. */
function give({ stdin }: ChildProcess, input: string | undefined): void {
  stdin?.on('error', () => {}).end(input)
}

function spawnInto({ command, folder, environment }: ProcessOrder, { stdout, stderr }: Record<OutputStream, Pipe | null>): ChildProcess {
  try {
    return spawn(command.program, command.args, {
      cwd: folder,
      env: environment,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: [command.input === undefined ? 'ignore' : 'pipe', stdout?.write ?? 'pipe', stderr?.write ?? 'pipe'],
    })
  } catch (error) {
    for (const pipe of [stdout, stderr]) if (pipe) closeSync(pipe.read)
    throw new CannotStart(`${command.program} could not be started: ${messageOf(error)}`)
  } finally {
    // The process has its own copies: a pipe ends when the last one is closed.
    for (const pipe of [stdout, stderr]) if (pipe) closeSync(pipe.write)
  }
}

async function stop(tree: Tree, graceMs: number, { log }: ProcessOrder, giveUp: (end: ExecutionEnd) => void): Promise<void> {
  const how = await endTree(tree, graceMs)
  if (how === 'killed') log.system(`Some processes did not end within ${graceMs} ms and were killed`)
  if (how !== 'left') return
  log.system('Some processes could not be killed: the system does not let go of them')
  giveUp({ exitCode: null, signal: 'SIGKILL', errorMessage: null })
}

async function endLeftBehind(tree: Tree, log: ProcessOrder['log']): Promise<void> {
  if ((await membersOf(tree)).length === 0) return
  const how = await endTree(tree, leftBehindGraceMs)
  log.system(
    how === 'left'
      ? 'Processes that were left behind could not be ended'
      : 'The command left processes behind in the background; they were ended with it',
  )
}

type OutputStream = 'stdout' | 'stderr'

/** The reading of one stream. While the disk is behind, the pipe is left full, and the process waits. */
interface Output {
  readonly ended: Promise<unknown>
  /** Whether anything came since this was asked last. */
  cameMore(): boolean
  abandon(): void
}

const readBytes = 65_536

function readOutput(stream: OutputStream, pipe: Pipe | null, child: ChildProcess, { log, printed }: ProcessOrder): Output {
  const state = { came: false }
  const take = (chunk: Buffer): boolean => {
    state.came = true
    log.output(stream, chunk)
    printed()
    if (!log.behind) return true
    source.pause()
    void log.caughtUp().then(() => source.resume())
    return false
  }
  const source: Readable = pipe ? readPipe(pipe, take) : (child[stream]?.on('data', take) ?? new Socket().destroy())
  source.on('error', () => {})
  return {
    ended: new Promise<void>((resolve) => source.once('close', () => resolve())),
    cameMore() {
      const { came } = state
      state.came = false
      return came
    },
    abandon: () => void source.destroy(),
  }
}

function readPipe({ read, buffer }: Pipe, take: (chunk: Buffer) => boolean): Readable {
  return new Socket({
    fd: read,
    readable: true,
    writable: false,
    onread: { buffer, callback: (length) => take(buffer.subarray(0, length)) },
  }).resume()
}

/** What is still in the pipes belongs to the run. Whoever is not found and holds one open is not waited for once it is silent. */
async function drain(reading: readonly Output[], log: ProcessOrder['log']): Promise<void> {
  const ended = Promise.all(reading.map((output) => output.ended)).then(() => true)
  while (!(await Promise.race([ended, sleep(drainMs, false)]))) {
    const busy = log.behind || reading.map((output) => output.cameMore()).includes(true)
    if (!busy) for (const output of reading) output.abandon()
  }
}

/** Both ends of a pipe, as file descriptors. */
interface Pipe {
  readonly read: number
  readonly write: number
  /** One for all pipes, so that a flood costs no memory: what was read is taken before anything else is. */
  readonly buffer: Buffer
}

export interface Pipes {
  /** Null where there are no named pipes: then Node's own way is good enough. */
  take(): Promise<Pipe | null>
}

const madeAtOnce = 32

/**
 * True pipes for the output of processes.
 *
 * What Node calls a pipe is a socket, and Linux opens no socket by its name: `echo oops > /dev/stderr`, which is in many
 * scripts, would fail. Node cannot make a true pipe, but a named one that is opened and then loses its name is one.
 */
export function createPipes(): Pipes {
  if (process.platform !== 'linux') return { take: () => Promise.resolve(null) }
  const buffer = Buffer.allocUnsafeSlow(readBytes)
  const state = { ready: [] as Pipe[], making: undefined as Promise<void> | undefined }
  const make = async (): Promise<void> => {
    // Where it does not work, the next run tries again, and this one takes Node's own way.
    await makePipes(madeAtOnce, buffer).then(
      (made) => state.ready.push(...made),
      () => {},
    )
    state.making = undefined
  }
  return {
    async take() {
      if (state.ready.length < madeAtOnce / 2) state.making ??= make()
      if (state.ready.length === 0) await state.making
      return state.ready.pop() ?? null
    },
  }
}

async function makePipes(count: number, buffer: Buffer): Promise<Pipe[]> {
  // In memory where that is possible: a name on a disk costs far more than a pipe.
  const folder = await mkdtemp('/dev/shm/yardmaster-pipes-').catch(() => mkdtemp(join(tmpdir(), 'yardmaster-pipes-')))
  try {
    const names = Array.from({ length: count }, (_, number) => join(folder, String(number)))
    await promisify(execFile)('mkfifo', ['-m', '600', ...names])
    return names.map((name) => openPipe(name, buffer))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function openPipe(name: string, buffer: Buffer): Pipe {
  // A reader that does not wait comes first: a writer without one would wait for it.
  const read = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK)
  return { read, write: openSync(name, constants.O_WRONLY), buffer }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
