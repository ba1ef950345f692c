import type { AgentType } from '../../shared/model/agent-type.ts'
import type { JobId, ProfileId, RunId, SequenceId, TaskId, WorkerId, AgentId } from '../../shared/model/ids.ts'
import type { EventType, JournalEvent } from '../../shared/model/event.ts'
import type { Dependency } from '../../shared/model/flow.ts'
import type { Job, JobStatus } from '../../shared/model/job.ts'
import type { RunReason } from '../../shared/model/run-reason.ts'
import type { Cost, EndedRunStatus, LogSize, Run, RunConfig, RunStatus, RunTrigger } from '../../shared/model/run.ts'
import type { Profile } from '../../shared/model/profile.ts'
import type { SettingName, Settings } from '../../shared/model/settings.ts'
import type { TokenStore, UserStore } from './access.ts'
import type { StageLabel } from '../../shared/model/goal.ts'
import type { GoalStore, JobFrame, LeaseStore } from './goals.ts'
import type { AgentStore, Outbox } from './agents.ts'
import type { IdempotencyStore } from './idempotency.ts'
import type { RetentionStore } from './retention.ts'
import type { NoticeStore } from './notices.ts'
import type { StatisticsStore } from './statistics.ts'
import type { SpendStore } from './spend.ts'
import type { ScheduleStore, TickStore } from './schedules.ts'
import type { Task } from '../../shared/model/task.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Transition } from '../../shared/model/transition.ts'
import type { Allocation } from '../../shared/model/resources.ts'
import type { Worker, WorkerStatus } from '../../shared/model/worker.ts'

/*
 * The store is synchronous on purpose: what happens inside a transaction cannot wait for anything, so the change, its
 * audit row and its event are always one.
 */

export interface Page { readonly limit: number; readonly offset: number }
export interface Found<Item> { readonly items: readonly Item[]; readonly total: number }

export type JobRow = Omit<Job, 'progress' | 'taskOrder'>
export type TaskRow = Omit<Task, 'breaker' | 'nextFireAt' | 'lastRun' | 'usualDurationMs'>

export interface JobFilter {
  /** Only this user’s. */
  readonly owner?: string | undefined
  readonly status?: JobStatus | undefined
  readonly depth?: number | undefined
  readonly parentJobId?: JobId | 'none' | undefined
  readonly projectId?: string | undefined
  readonly label?: string | undefined
  readonly q?: string | undefined
}

/** What a change of a run needs to know of its job. */
export type JobBrief = Pick<Job, 'id' | 'status' | 'name' | 'onFailure' | 'workingDirectory' | 'profileId' | 'goal' | 'stage'>

export interface JobStore {
  find(id: JobId): Job | undefined
  /** Without what is counted over its tasks, which costs more. */
  brief(id: JobId): JobBrief | undefined
  list(filter: JobFilter, page: Page): Found<Job>
  byIds(ids: readonly JobId[]): readonly Job[]
  children(id: JobId): readonly Job[]
  /** The job and everything below it, deepest first. */
  withDescendants(id: JobId): readonly JobId[]
  insert(job: JobRow): void
  /** Everything but the status. */
  update(job: JobRow): void
  /** False when the job was no longer in the state `from`: nothing was changed. */
  moveTo(move: { readonly id: JobId; readonly from: JobStatus; readonly to: JobStatus; readonly message: string; readonly stage: StageLabel | null; readonly at: Instant }): boolean
  setStage(id: JobId, stage: StageLabel, message: string, at: Instant): void
  setOutcome(id: JobId, outcome: Pick<Job, 'iterations' | 'iterationLimit' | 'result' | 'error'>): void
  setDepth(id: JobId, depth: number): void
  remove(id: JobId): void
}

export interface TaskFilter {
  /** Only this user’s. */
  readonly owner?: string | undefined
  readonly jobId?: JobId | 'none' | undefined
  readonly enabled?: boolean | undefined
  readonly workType?: string | undefined
  readonly q?: string | undefined
}

export interface TaskStore {
  find(id: TaskId): Task | undefined
  list(filter: TaskFilter, sort: 'created' | 'name' | 'updated', page: Page): Found<Task>
  /** In task order. */
  ofJob(jobId: JobId): readonly Task[]
  idsOfJob(jobId: JobId): readonly TaskId[]
  /** Each task’s newest run’s state, which the job’s own is derived from. */
  outcomesOfJob(jobId: JobId): readonly { readonly enabled: boolean; readonly lastRun: RunStatus | null }[]
  byIds(ids: readonly TaskId[]): readonly Task[]
  count(): { readonly all: number; readonly unassigned: number }
  /** Appended to the order of its job. */
  insert(task: TaskRow): void
  update(task: TaskRow): void
  setOrder(jobId: JobId, order: readonly TaskId[]): void
  remove(id: TaskId): void
}

/** How often tasks failed in a row. A task that did not fail last has no row. */
export interface BreakerStore {
  /** One failure more; answers how many there are now. */
  fail(taskId: TaskId): number
  /** False when it was open already. */
  open(taskId: TaskId, at: Instant): boolean
  isOpen(taskId: TaskId): boolean
  /** Forgets the failures. True when it was open. */
  close(taskId: TaskId): boolean
}

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
  readonly task: Task
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
  /** Whether it is a coding agent's. */
  readonly spendsMoney: boolean
  /** The folder that its task or job names; null where none is named. */
  readonly folder: string | null
  /** Of a run of a goal job: its job’s place in the queue. */
  readonly goalRank: number | null
  readonly owner: string
  readonly taskName: string
  readonly agentType: AgentType | null
  /** Whether it is in the broker's queue of its agent type. */
  readonly handed: boolean
}

/** What a run is a run of. */
export interface RunSubject { readonly taskId: TaskId; readonly jobId: JobId | null }

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
export interface StopWish { readonly reason: StopReason; readonly message: string | null; readonly actor: string; readonly requestId: string }

export interface RunEnding {
  /** Why, in somebody’s own words, for the audit trail. */
  readonly note?: string | null | undefined
  readonly status: EndedRunStatus
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
  list(filter: RunFilter, page: Page): Found<Run>
  byIds(ids: readonly RunId[]): readonly Run[]
  insert(run: NewRun): void
  /** In the order of admission, read lazily: stop iterating when there is no room. */
  waiting(lane: 'goals' | 'runs'): Iterable<WaitingRun>
  findWaiting(ids: readonly RunId[]): readonly WaitingRun[]
  /** The folders that active runs work in, of those that were named. */
  activeFolders(): ReadonlySet<string>
  /** The newest run of each task of a sequence. */
  newestInSequence(sequenceId: SequenceId): ReadonlyMap<TaskId, RunStatus>
  /** Whether another attempt waits in the sequence. */
  retryWaitingIn(sequenceId: SequenceId, besides: RunId): boolean
  /** In US dollars, by runs that ended at or after `since`. */
  spent(of: { readonly since: Instant; readonly taskId?: TaskId | undefined; readonly profileId?: ProfileId | undefined }): number
  /** Those that only agents of a type may do and that are in no queue of the broker yet, in the order of admission. */
  waitingForAgents(): Iterable<WaitingRun>
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
  /** The 1-based place in the order of admission, of those of these runs that wait. */
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
  removeSome(of: { readonly jobIds: readonly JobId[] } | { readonly taskId: TaskId } | { readonly runId: RunId }, limit: number): readonly RunId[]
}

export interface ProfileStore {
  /** With its secrets: what leaves the engine is masked first. */
  find(id: ProfileId): Profile | undefined
  list(filter: { readonly owner?: string | undefined; readonly q?: string | undefined }, page: Page): Found<Profile>
  insert(profile: Profile): void
  update(profile: Profile): void
  remove(id: ProfileId): void
  /** How many tasks, jobs and active runs use it. */
  usesOf(id: ProfileId): { readonly tasks: number; readonly jobs: number; readonly runs: number }
}

export interface WorkerFilter {
  readonly owner?: string | undefined
  readonly workspaceId?: string | undefined
  readonly status?: WorkerStatus | undefined
}

export type NewWorker = Pick<Worker, 'id' | 'agentId' | 'runId' | 'status' | 'pid' | 'createdAt' | 'updatedAt'>

export interface Load { readonly cpuPercent: number; readonly memoryMb: number }

export interface WorkerStore {
  find(id: WorkerId): Worker | undefined
  list(filter: WorkerFilter, page: Page): Found<Worker>
  countByStatus(filter: Pick<WorkerFilter, 'owner'>): ReadonlyMap<WorkerStatus, number>
  /** Of those that live. */
  load(filter: Pick<WorkerFilter, 'owner'>): Load
  insert(worker: NewWorker): void
  /** What its tree uses now. False for one that has ended. */
  setLoad(runId: RunId, load: Load): boolean
  statusOf(id: WorkerId): WorkerStatus | undefined
  /** Answers what it was before. */
  moveTo(id: WorkerId, from: readonly WorkerStatus[], to: WorkerStatus, pid: number | null, at: Instant): WorkerStatus | undefined
}

/** What one job has of one depth: workers that were granted to it, and workers that its runs have now. */
export interface JobWorkers { readonly jobId: JobId; readonly depth: number; readonly granted: number; readonly working: number }

/** Workers granted to jobs. */
export interface AllocationStore {
  list(filter: { readonly owner?: string | undefined }, page: Page): Found<Allocation>
  /** What each job has: granted workers, and its runs that count against a quota, those in the broker's queues too. */
  byJob(counted: 'goal_jobs' | 'all_jobs'): readonly JobWorkers[]
  /** Adds to what the job holds at this depth. */
  add(of: { readonly jobId: JobId; readonly depth: number; readonly workers: number; readonly at: Instant }): void
  /** How many the job held: at this depth, or at all of them. */
  release(jobId: JobId, depth?: number): number
  /** Of jobs that have ended. */
  releaseEnded(): number
}

export interface Journal {
  append(event: { readonly type: EventType; readonly jobId?: JobId | null; readonly taskId?: TaskId | null; readonly runId?: RunId | null; readonly frame?: Pick<JobFrame, 'status' | 'stage' | 'message'> | undefined }): void
  /** Every change of the job’s state or stage after this number, as it was. */
  frames(jobId: JobId, after: number, limit: number): readonly JobFrame[]
  /** Of one user: what is about their rows, or about the machine. */
  after(seq: number, limit: number, owner?: string): readonly JournalEvent[]
  last(): number
  /** The number of the newest event that was let go of; 0 while none was. */
  prunedTo(): number
  /** Lets go of the oldest events, up to `limit` of them: those before `before`, but for the newest `keep`. Answers how many. */
  prune(of: { readonly keep: number; readonly before: Instant; readonly limit: number }): number
}

export interface AuditTrail {
  append(transition: Transition): void
  /** Newest first. */
  of(entity: Transition['entity'], id: string, page: Page): Found<Transition>
  /** Of everything, newest first; or what one actor did. */
  by(actor: string | undefined, page: Page): Found<Transition>
}

/** Whose rows are whose. */
export interface Visibility {
  /** Whether rows of this entity have owners. */
  knows(entity: string): boolean
  /** Whether the row is there, for this user; for the machine’s owner (undefined) every row is. */
  sees(owner: string | undefined, entity: string, id: string): boolean
  /** The row that this user sees whose id ends like this. Reads every row: for few questions. */
  endingWith(owner: string | undefined, entity: 'job' | 'task', end: string): { readonly id: string; readonly name: string } | undefined
}

export interface Store {
  readonly goals: GoalStore
  readonly leases: LeaseStore
  readonly visibility: Visibility
  readonly users: UserStore
  readonly tokens: TokenStore
  readonly schedules: ScheduleStore
  readonly breakers: BreakerStore
  readonly notices: NoticeStore
  readonly ticks: TickStore
  readonly jobs: JobStore
  readonly tasks: TaskStore
  readonly runs: RunStore
  readonly profiles: ProfileStore
  readonly retention: RetentionStore
  readonly statistics: StatisticsStore
  readonly spend: SpendStore
  readonly workers: WorkerStore
  readonly agents: AgentStore
  readonly outbox: Outbox
  readonly allocations: AllocationStore
  readonly journal: Journal
  readonly audit: AuditTrail
  readonly idempotency: IdempotencyStore
  readSettings(): Partial<Settings>
  writeSetting(name: SettingName, value: unknown): void
  /** All or nothing. A transaction inside another one is part of it. */
  transaction<Value>(work: () => Value): Value
  /** Throws when the database does not answer. */
  check(): void
  /**
   * Copies the whole database into a new file, while everything goes on.
   *
   * @returns its size; undefined where there is such a file already, which stays as it is
   */
  backUp(file: string): Promise<number | undefined>
  isStorageFailure(error: unknown): boolean
}
