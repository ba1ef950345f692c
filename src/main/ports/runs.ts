import type { AgentType } from '../../shared/model/agent-type.ts'
import type { Dependency } from '../../shared/model/flow.ts'
import type { AgentId, JobId, ProfileId, RunId, SequenceId, TaskId, WorkerId } from '../../shared/model/ids.ts'
import type { RunReason } from '../../shared/model/run-reason.ts'
import type { Cost, EndedRunStatus, LogSize, QueueLane, Run, RunConfig, RunStatus, RunTrigger } from '../../shared/model/run.ts'
import type { Task } from '../../shared/model/task.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Found, Page } from './page.ts'

export interface RunFilter {
  readonly traceId?: string | undefined
  /** Only this user’s. */
  readonly owner?: string | undefined
  readonly jobId?: JobId | 'none' | undefined
  readonly taskId?: TaskId | undefined
  readonly status?: RunStatus | undefined
  readonly pinned?: boolean | undefined
  readonly since?: Instant | undefined
  readonly until?: Instant | undefined
  readonly q?: string | undefined
}

export interface NewRun {
  readonly id: RunId
  readonly task: Pick<Task, 'id' | 'jobId' | 'name' | 'owner'>
  readonly sequenceId: SequenceId | null
  readonly config: RunConfig
  readonly attempt: number
  readonly trigger: RunTrigger
  readonly traceId: string
  readonly requestId: string
  /** Waits until then, where it is a retry with a delay. */
  readonly notBefore: Instant | null
  /** The place of its goal job in the queue; null for other runs. */
  readonly goalRank: number | null
  readonly queuedAt: Instant
}

/** A run that waits for admission, as far as admission looks at it. */
export interface WaitingRun {
  readonly id: RunId
  readonly taskId: TaskId
  readonly jobId: JobId | null
  readonly workerCount: number | null
  /** Of its job. */
  readonly depth: number | null
  readonly sequenceId: SequenceId | null
  readonly profileId: ProfileId | null
  readonly trigger: RunTrigger
  readonly notBefore: Instant | null
  readonly dependsOn: readonly Dependency[]
  /** Whether its job stops after a failure. */
  readonly stopsAtFailure: boolean
  readonly workType: string
  /** Whether it is a coding agent's. */
  readonly spendsMoney: boolean
  /** The folder that its task or job names, or the worktree of it; null where none is named. */
  readonly folder: string | null
  /** Of a run of a goal job: its job’s place in the queue. */
  readonly goalRank: number | null
  readonly owner: string
  readonly taskName: string
  readonly agentType: AgentType | null
  /** The only agent that may do it; null where none was named. */
  readonly agentId: AgentId | null
  /** Whether it is in the broker's queue of its agent type. */
  readonly handed: boolean
}

/** What a run is a run of. */
export interface RunSubject {
  readonly taskId: TaskId
  readonly jobId: JobId | null
}

/** A run that an agent has, or is about to have. */
export interface ActiveRun {
  readonly id: RunId
  readonly status: 'starting' | 'running' | 'paused'
  readonly attempt: number
  readonly taskId: TaskId
  readonly jobId: JobId | null
  readonly taskName: string
  readonly config: RunConfig
  readonly workerId: WorkerId
  readonly stopReason: StopReason | null
  readonly agentId: AgentId
  /** Who wanted it to end, and what they said; null while nobody does. */
  readonly stop: { readonly actor: string; readonly requestId: string; readonly message: string | null } | null
}
export type StopReason = 'cancelled_by_user' | 'app_stopped' | 'superseded'

/** That a run is to end: on whose behalf, and why in their own words. */
export interface StopWish {
  readonly reason: StopReason
  readonly message: string | null
  readonly actor: string
  readonly requestId: string
}

export interface RunEnding {
  /** Why, in somebody’s own words, for the audit trail. */
  readonly note?: string | null | undefined
  readonly status: EndedRunStatus
  /** Its agent gave it back and had not begun it: the same work waits again, as the next attempt. */
  readonly returned?: boolean
  readonly reason: RunReason
  readonly exitCode: number | null
  readonly signal: string | null
  readonly errorMessage: string | null
  readonly startedAt: Instant | null
  readonly finishedAt: Instant
  /** Null keeps what was last heard. */
  readonly log: LogSize | null
  readonly feedback?: string | null | undefined
  readonly rateLimitedUntil?: Instant | null | undefined
  readonly sessionId?: string | null | undefined
  readonly cost?: Cost | null | undefined
}

export interface RunStore {
  find(id: RunId): Run | undefined
  /** The agent that has it, or had it. */
  agentOf(id: RunId): AgentId | undefined
  list(filter: RunFilter, page: Page): Found<Run>
  byIds(ids: readonly RunId[]): readonly Run[]
  insert(run: NewRun): void
  /** In the order of admission, read lazily: stop iterating when there is no room. */
  waiting(lane: QueueLane): Iterable<WaitingRun>
  /** A part of a lane, in its order; of one user’s runs, where one is named. */
  waitingPage(lane: QueueLane, page: Page, owner?: string): readonly WaitingRun[]
  waitingIn(lane: QueueLane, owner?: string): number
  findWaiting(ids: readonly RunId[]): readonly WaitingRun[]
  /** The folders that active runs work in, of those that were named, on their agents’ machines. */
  activeFolders(): readonly { readonly agentId: AgentId; readonly folder: string }[]
  /** The newest run of each task of a sequence. */
  newestInSequence(sequenceId: SequenceId): ReadonlyMap<TaskId, RunStatus>
  /** Whether another attempt waits in the sequence. */
  retryWaitingIn(sequenceId: SequenceId, besides: RunId): boolean
  /** In US dollars, by runs that ended at or after `since`. */
  spent(of: { readonly since: Instant; readonly taskId?: TaskId | undefined; readonly profileId?: ProfileId | undefined }): number
  /** Those that only agents of a type may do and that are in no queue of the broker yet, in the order of admission. */
  waitingForAgents(): Iterable<WaitingRun>
  /** Those that name another machine’s agent, in the order of admission. */
  waitingForNamed(): Iterable<WaitingRun>
  /** Puts it among those that an agent takes from the broker's queue. */
  hand(id: RunId, at: Instant): boolean
  /** Whether anything waits in the broker’s queues. */
  isAnyHanded(): boolean
  /** Nobody takes anything from a broker any more. Answers how many runs waited there. */
  takeBackHanded(): number
  handedBefore(at: Instant): readonly RunId[]
  handAgain(id: RunId, at: Instant): void
  handedByJob(): ReadonlyMap<JobId, number>
  activeAt(agentId: AgentId): readonly ActiveRun[]
  /** Those that somebody wants to end. */
  askedToStopAt(agentId: AgentId): readonly ActiveRun[]
  /** Those of every other agent. */
  activeElsewhere(agentId: AgentId): readonly ActiveRun[]
  activeCountAt(agentId: AgentId): number
  newestOf(taskId: TaskId): RunId | undefined
  waitingCount(): number
  isAnyWaiting(): boolean
  /** The 1-based place in its lane, of those of these runs that wait. */
  places(ids: readonly RunId[]): ReadonlyMap<RunId, number>
  activeCount(): number
  activeByJob(): ReadonlyMap<JobId, number>
  active(): readonly ActiveRun[]
  findActive(id: RunId): ActiveRun | undefined
  activeOf(of: { readonly jobIds: readonly JobId[] } | { readonly taskId: TaskId } | 'all'): readonly RunId[]
  /** The runs of the sequence that come after this one and have not started. */
  waitingBehind(id: RunId, sequenceId: SequenceId): readonly RunId[]
  lastAttempt(taskId: TaskId, traceId: string): number
  countOf(of: { readonly jobIds: readonly JobId[] } | { readonly taskId: TaskId }): number
  /** Nothing where the run does not wait any more. */
  claim(id: RunId, workerId: WorkerId, agentId: AgentId): RunSubject | undefined
  /** Nothing where the run was not about to start. */
  begin(id: RunId, at: Instant): (RunSubject & { readonly workerId: WorkerId }) | undefined
  pause(id: RunId): boolean
  resume(id: RunId): boolean
  /** False when the run has ended already, or is not in one of the states it may end from. */
  end(id: RunId, from: readonly RunStatus[], ending: RunEnding): boolean
  /** The first wish counts. */
  askToStop(id: RunId, wish: StopWish): boolean
  setSession(id: RunId, sessionId: string): void
  /** The coding agent's session that a task's newest run had. */
  lastSession(taskId: TaskId): string | null
  setLogSize(id: RunId, size: LogSize): void
  setPinned(id: RunId, pinned: boolean): void
  /** Deletes these, with their workers and audit rows; answers those that there were, had ended, and were not pinned. */
  removeEnded(ids: readonly RunId[]): readonly RunId[]
  /** Deletes up to `limit` ended runs with their workers and audit rows; answers their ids. */
  removeSome(
    of: { readonly jobIds: readonly JobId[] } | { readonly taskId: TaskId } | { readonly runId: RunId },
    limit: number,
  ): readonly RunId[]
}
