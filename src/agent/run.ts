import { constants, existsSync, rmSync, unlinkSync } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { logFileOf } from '../shared/log/format.ts'
import { openLogWriter, type LogWriter } from '../shared/log/writer.ts'
import type { CodingAgentOrder, RunEnd, WorkOrder } from '../shared/model/agent.ts'
import { isCodingAgent, parametersOf, WorkType } from '../shared/model/work.ts'
import { failedCheck, type EndedWork, type FailedCheck } from './checks.ts'
import { runMarker } from './environment.ts'
import type { Execution } from './execution.ts'
import { watchChanges, type ChangeWatch } from './git/changes.ts'
import { commitSince, uncommittedIn, type Uncommitted } from './git/commit.ts'
import { worktreeFolder } from './git/worktree.ts'
import { startInline } from './inline-execution.ts'
import { judge, type Interruption, type Judged } from './judgement.ts'
import { startProcess, type Pipes } from './process-execution.ts'
import { createMaskingLog, type MaskingLog } from './profile/masking.ts'
import { resolveProfile } from './profile/resolve.ts'
import { createStopwatch, type Stopwatch } from './stopwatch.ts'
import { watchTranscript, type TranscriptWatch } from './transcript-watch.ts'
import { workTable } from './work/table.ts'
import { CannotStart } from './work/work.ts'

export interface RunParts {
  readonly order: WorkOrder
  readonly logs: string
  readonly environment: Promise<Readonly<Record<string, string>>>
  readonly pipes: Pipes
  /** A file of this run's own, for what its processes must read from disk. */
  readonly scratchFile: string
  /** Told when the work has begun, with its first process. */
  readonly began: (pid: number | null, at: string) => void
  /** Told of a coding agent's session. */
  readonly session: (sessionId: string) => void
  /** Told when the log on disk has grown. */
  readonly grown: (size: { readonly bytes: number; readonly lines: number }) => void
}

/** One run from its order to its end. */
export interface LiveRun {
  readonly ended: Promise<RunEnd>
  pause(): Promise<boolean>
  resume(): Promise<boolean>
  stop(graceMs: number, reason: 'cancelled_by_user' | 'app_stopped' | 'superseded'): void
}

/** Where the pictures of a run's repository are while it goes on. */
export const picturesOf = (scratchFile: string): string => `${scratchFile}.pictures`

export function startRun(parts: RunParts): LiveRun {
  const { order } = parts
  const state: LiveState = { watches: [], graceMs: order.killGraceMs, stopping: new AbortController() }
  const interrupt = (interruption: Interruption, graceMs = order.killGraceMs): void => {
    if (state.interruption) return
    Object.assign(state, { interruption, graceMs })
    state.stopping.abort()
    void state.execution?.stop(graceMs)
  }
  return {
    ended: live(parts, state, interrupt),
    async pause() {
      if (!state.execution || state.interruption) return false
      for (const watch of state.watches) watch.pause()
      const paused = await state.execution.pause()
      if (!paused) for (const watch of state.watches) watch.resume()
      return paused
    },
    async resume() {
      if (!state.execution || state.interruption) return false
      await state.execution.resume()
      for (const watch of state.watches) watch.resume()
      return true
    },
    stop: (graceMs, reason) => interrupt({ outcome: 'cancelled', reason, errorMessage: stopWord[reason] }, graceMs),
  }
}

const stopWord = {
  cancelled_by_user: 'Stopped by hand',
  app_stopped: 'Stopped with the app',
  superseded: 'Superseded by another run',
} as const

interface LiveState {
  execution?: Execution
  interruption?: Interruption
  watches: readonly Stopwatch[]
  graceMs: number
  /** The coding agent had said its last word, and was ended because its process went on. */
  endedAfterResult?: boolean
  /** Aborted with the interruption. */
  readonly stopping: AbortController
}

async function live(parts: RunParts, state: LiveState, interrupt: (interruption: Interruption) => void): Promise<RunEnd> {
  const { order } = parts
  const log = await openLog(parts)
  if (typeof log === 'string') return notStarted(log, { bytes: 0, lines: 0 })
  const idle = createStopwatch(order.idleTimeoutMs, () =>
    interrupt({ outcome: 'failed', reason: 'idle_timeout', errorMessage: `Nothing printed for ${order.idleTimeoutMs} ms: ended` }),
  )
  const whole = createStopwatch(order.timeoutMs, () =>
    interrupt({ outcome: 'failed', reason: 'timeout', errorMessage: `Not done within ${order.timeoutMs} ms: ended` }),
  )
  const hung = createStopwatch(order.codingAgent?.resultGraceMs ?? null, () => {
    log.system('The agent did not end after its result, and was ended')
    state.endedAfterResult = true
    void state.execution?.stop(order.killGraceMs)
  })
  hung.pause()
  const watch =
    order.codingAgent && isCodingAgent(order.workType)
      ? watchTranscript(log, order.codingAgent.dialect, { session: parts.session, result: () => hung.resume() })
      : undefined
  state.watches = [idle, whole]
  try {
    const begun = await begin(
      parts,
      { log, output: watch?.log ?? log },
      { printed: () => idle.restart(), stopped: () => state.interruption !== undefined },
    )
    if (begun === 'stopped') return stoppedBefore(state.interruption, await log.close())
    const { execution, changes, ...place } = begun
    const startedAt = new Date().toISOString()
    state.execution = execution
    parts.began(execution.pid, startedAt)
    // A stop may have come before there was anything to stop.
    if (state.interruption) void execution.stop(state.graceMs)
    const end = await execution.ended
    if (state.interruption) log.system(state.interruption.errorMessage)
    else if (isUnheard(order, watch))
      log.system('The agent said nothing as events, which it was asked for: it is judged by its exit code alone')
    idle.end()
    hung.end()
    whole.pause()
    await changes?.keep()
    whole.resume()
    const judgement = judge(end, circumstances(order, state, watch))
    const errorMessage = judgement.errorMessage && log.clean(judgement.errorMessage)
    const judged = { ...judgement, errorMessage, startedAt, agentResult: watch?.outcome() ?? null }
    return judged.outcome === 'succeeded' ? await checked(parts, log, { ...place, end: judged, state }) : await closed(log, judged)
  } catch (error) {
    if (!(error instanceof CannotStart))
      log.system(`Unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    const message = error instanceof Error ? error.message : String(error)
    log.system(message)
    return notStarted(log.clean(message), await log.close())
  } finally {
    idle.end()
    hung.end()
    whole.end()
    if (existsSync(parts.scratchFile)) unlinkSync(parts.scratchFile)
    rmSync(picturesOf(parts.scratchFile), { recursive: true, force: true })
  }
}

const circumstances = (order: WorkOrder, state: LiveState, watch: TranscriptWatch | undefined) => ({
  interruption: state.interruption,
  checks: order.successChecks ?? [],
  watch,
  endedAfterResult: state.endedAfterResult === true,
  maxCostUsd: order.codingAgent?.maxCostUsd ?? null,
})

const isUnheard = ({ codingAgent }: WorkOrder, watch: TranscriptWatch | undefined): boolean =>
  codingAgent?.dialect !== 'text' && watch?.stream() === 'none'

/** The log, or why there is none: a run whose output cannot be kept is not started. */
async function openLog({ order, logs, grown }: RunParts): Promise<MaskingLog | string> {
  try {
    const log: LogWriter = await openLogWriter({ file: join(logs, logFileOf(order.runId)), now: Date.now, grown: () => grown(log.size) })
    return createMaskingLog(log)
  } catch (error) {
    return `The run was not started, because its log cannot be written: ${error instanceof Error ? error.message : String(error)}. Free some space, or make the data folder writable.`
  }
}

/** `output` is the log, read along where somebody wants to know what the work says. */
interface Logs {
  readonly log: MaskingLog
  readonly output: LogWriter
}

/** Where the work goes on, and what was uncommitted there before. */
interface Place {
  readonly environment: Environment
  readonly folder: string
  readonly before: Uncommitted | null
}

interface Begun extends Place {
  readonly execution: Execution
  readonly changes: ChangeWatch | null
}

interface Watched {
  readonly printed: () => void
  readonly stopped: () => boolean
}

/** Begins the work, unless a stop comes while that is prepared. */
async function begin(
  { order, logs, environment, pipes, scratchFile }: RunParts,
  { log, output }: Logs,
  { printed, stopped }: Watched,
): Promise<Begun | 'stopped'> {
  const profiled = await withProfile(order, await environment, log)
  const complete = { ...profiled, ...order.environment, [runMarker]: order.runId }
  const folder = order.worktree ? await worktreeFolder(order.workingDirectory, order.worktree, complete) : order.workingDirectory
  const before = order.commitMessage ? await uncommittedIn(folder, complete) : null
  const watched = {
    folder,
    environment: complete,
    scratch: picturesOf(scratchFile),
    logFile: join(logs, logFileOf(order.runId)),
    clean: log.clean,
  }
  const changes = order.keepDiff && workTable[WorkType.parse(order.workType)].kind !== 'inline' ? await watchChanges(watched) : null
  const execution = await beginWork(WorkType.parse(order.workType), order, {
    folder,
    log: output,
    printed,
    stopped,
    environment: complete,
    pipes,
    scratchFile,
    codingAgent: order.codingAgent ?? null,
  })
  return execution === 'stopped' ? execution : { execution, changes, environment: complete, folder, before }
}

/** The environment as the run's profile makes it. One that it cannot make is a reason not to start. */
async function withProfile({ profile }: WorkOrder, environment: Environment, log: MaskingLog): Promise<Environment> {
  if (!profile) return environment
  const { environment: made, secrets, unresolved } = await resolveProfile(profile, environment)
  log.hide(secrets)
  const problems = unresolved.map(({ name, message }) => `${name}: ${message}`)
  if (problems.length > 0 && profile.onUnresolved === 'fail') {
    throw new CannotStart(
      `The profile “${profile.name}” could not be resolved. ${problems.join('. ')}. Mend the variable, or let the profile omit what it cannot resolve.`,
    )
  }
  for (const problem of problems) log.system(`Left out of the environment: ${problem}`)
  return made
}

type Environment = Readonly<Record<string, string>>

interface Given extends Watched, Pick<RunParts, 'pipes' | 'scratchFile'> {
  readonly log: LogWriter
  readonly folder: string
  readonly environment: Environment
  readonly codingAgent: CodingAgentOrder | null
}

async function beginWork<Type extends WorkType>(workType: Type, order: WorkOrder, given: Given): Promise<Execution | 'stopped'> {
  const work = workTable[workType]
  // The schema of a work type and the parameters of its row in the table are the same entry of one table.
  const parameters = parametersOf[workType].parse(order.parameters) as never
  if (work.kind === 'inline') return given.stopped() ? 'stopped' : startInline((io) => work.run(parameters, io), given)
  await checkFolder(given.folder)
  const command = await work.command(parameters, given)
  return given.stopped() ? 'stopped' : startProcess({ ...given, command, runId: order.runId })
}

async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null)
  if (!found) throw new CannotStart(`The folder ${folder} does not exist. Make it, or choose another one for the task or its job.`)
  if (!found.isDirectory()) throw new CannotStart(`${folder} is a file, not a folder. Choose a folder for the task or its job.`)
  await access(folder, constants.X_OK).catch(() => {
    throw new CannotStart(`The folder ${folder} may not be entered. Change its rights, or choose another one.`)
  })
}

interface Unchecked extends Place {
  readonly end: Ended
  readonly state: LiveState
}

/**
 * What ended well is looked at by its checks, with its log complete; what the one that fails says is added to the log. That is
 * another writer, which knows no secrets: what it is given has been cleaned.
 */
async function checked(parts: RunParts, log: MaskingLog, { end, state, environment, folder, before }: Unchecked): Promise<RunEnd> {
  const { order } = parts
  const size = await log.close()
  const work: EndedWork = {
    runId: order.runId,
    logFile: join(parts.logs, logFileOf(order.runId)),
    folder,
    environment,
    startedAt: new Date(end.startedAt),
    pipes: parts.pipes,
    stopped: state.stopping.signal,
  }
  const failed = cleaned(await failedCheck(order.successChecks ?? [], work), log)
  const worse = state.interruption ?? (failed && ({ outcome: 'failed', reason: 'check_failed', errorMessage: failed.message } as const))
  if (!worse && !order.commitMessage) return { ...end, finishedAt: new Date().toISOString(), log: size }
  const again = await openLog(parts)
  const result = { ...end, ...worse, feedback: failed?.output ?? null }
  if (typeof again === 'string') return { ...result, finishedAt: new Date().toISOString(), log: size }
  if (!worse) {
    const commit = { before, folder, message: order.commitMessage ?? '', environment, isOwnWorktree: Boolean(order.worktree) }
    const done = await commitSince(commit).catch(
      (error: unknown) => `Not committed: ${error instanceof Error ? error.message : String(error)}`,
    )
    again.system(log.clean(done))
    return closed(again, result)
  }
  again.system(worse.errorMessage)
  if (failed && failed.output !== failed.message) for (const line of failed.output.trimEnd().split('\n')) again.system(line)
  return { ...(await closed(again, result)), feedback: result.feedback }
}

const cleaned = (failed: FailedCheck | null, { clean }: MaskingLog): FailedCheck | null =>
  failed && { message: clean(failed.message), output: clean(failed.output) }

type Ended = Judged & Required<Pick<RunEnd, 'agentResult'>> & { readonly startedAt: string }

async function closed(log: LogWriter, end: Ended): Promise<RunEnd> {
  const size = await log.close()
  const lost = log.failure === null ? null : `Part of the output was lost, because the log could not be written: ${log.failure}`
  return {
    ...end,
    errorMessage: [end.errorMessage, lost].filter(Boolean).join('. ') || null,
    finishedAt: new Date().toISOString(),
    log: size,
  }
}

const stoppedBefore = (interruption: Interruption | undefined, log: RunEnd['log']): RunEnd => ({
  ...notStarted('Stopped before it started', log),
  ...(interruption && { outcome: interruption.outcome, reason: interruption.reason }),
})

/** The end of a run whose work never began. */
export const notStarted = (errorMessage: string, log: RunEnd['log']): RunEnd => ({
  outcome: 'failed',
  reason: 'spawn_error',
  exitCode: null,
  signal: null,
  errorMessage,
  startedAt: null,
  finishedAt: new Date().toISOString(),
  log,
})
