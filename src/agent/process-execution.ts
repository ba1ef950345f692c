import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Execution, ExecutionEnd, ExecutionParts } from './execution.ts'
import { endTree, groupIsEmpty, pauseTree, resumeTree, type Tree } from './process-tree.ts'
import { CannotStart, type Command } from './work/work.ts'

export interface ProcessOrder extends ExecutionParts {
  readonly runId: string
  readonly command: Command
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

/** How long after its first process has ended a tree's output is waited for. */
const drainMs = 250
/** How long what the first process left behind may take to end by itself. */
const leftBehindGraceMs = 1_000

/**
 * Starts the program in a session and group of its own. Throws CannotStart where the system refuses.
 */
export async function startProcess(order: ProcessOrder): Promise<Execution> {
  const { command, folder, environment, log } = order
  const child = spawn(command.program, command.args, { cwd: folder, env: environment, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
  const exited = new Promise<ExecutionEnd>((resolve) => child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, errorMessage: null })))
  await once(child, 'spawn').catch((error: unknown) => {
    throw new CannotStart(`${command.program} could not be started: ${error instanceof Error ? error.message : String(error)}`)
  })
  const tree: Tree = { pid: child.pid ?? 0, runId: order.runId }
  const read = Promise.all([readAlong(child, 'stdout', order), readAlong(child, 'stderr', order)])
  const state = { stopping: undefined as Promise<void> | undefined }
  const end = async (): Promise<ExecutionEnd> => {
    const how = await exited
    await Promise.race([read, sleep(drainMs, undefined, { ref: false })])
    await state.stopping
    if (!state.stopping && !groupIsEmpty(tree.pid)) await endLeftBehind(tree, log)
    await Promise.race([read, sleep(drainMs, undefined, { ref: false })])
    child.stdout?.destroy()
    child.stderr?.destroy()
    return how
  }
  return {
    pid: tree.pid,
    ended: end(),
    pause: () => pauseTree(tree),
    resume: () => resumeTree(tree),
    stop(graceMs) {
      state.stopping ??= stop(tree, graceMs, order)
      return state.stopping
    },
  }
}

async function stop(tree: Tree, graceMs: number, { log }: ProcessOrder): Promise<void> {
  const how = await endTree(tree, graceMs)
  if (how === 'killed') log.system(`Some processes did not end within ${graceMs} ms and were killed`)
  if (how === 'left') log.system('Some processes could not be killed: the system does not let go of them')
}

async function endLeftBehind(tree: Tree, log: ProcessOrder['log']): Promise<void> {
  const how = await endTree(tree, leftBehindGraceMs)
  log.system(how === 'left' ? 'Processes that were left behind could not be ended' : 'The command left processes behind in the background; they were ended with it')
}

/** Every chunk as it comes. While the disk is behind, the pipe is left full, and the process waits. */
async function readAlong(child: ChildProcess, stream: 'stdout' | 'stderr', { log, printed }: ProcessOrder): Promise<void> {
  const pipe = child[stream]
  if (!pipe) return
  pipe.on('data', (chunk: Buffer) => {
    log.output(stream, chunk)
    printed()
    if (!log.behind || pipe.isPaused()) return
    pipe.pause()
    void log.caughtUp().then(() => pipe.resume())
  })
  await Promise.race([once(pipe, 'close'), once(pipe, 'error')]).catch(() => {})
}
