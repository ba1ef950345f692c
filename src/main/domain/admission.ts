import type { JobId, RunId } from '../../shared/model/ids.ts'
import { isDepthFull, withWorker, type DepthRoom } from './resources.ts'

export interface Candidate {
  readonly id: RunId
  readonly jobId: JobId | null
  readonly workerCount: number | null
  /** The folder that was named for it; null where none was. */
  readonly folder: string | null
  /** Of a run of a goal job: the slots that its job needs while it goes on, unless it has them. */
  readonly slots?: readonly Slot[] | undefined
  /** The depth whose quota its worker counts against; null where none does. */
  readonly depth?: number | null | undefined
}

/** One of a counted kind: goal jobs of one user, or of one project, that go on at the same time. */
export interface Slot {
  readonly kind: 'user' | 'project'
  readonly key: string
  readonly limit: number
}

export interface Occupied {
  readonly active: number
  readonly maxParallel: number
  readonly byJob: ReadonlyMap<JobId, number>
  /** Folders that active runs work in; null where folders are shared. */
  readonly folders: ReadonlySet<string> | null
  /** How many slots are taken, by `slotKey`. */
  readonly slots?: ReadonlyMap<string, number> | undefined
  /** How full the quotas of the depths are; asked for only where a run counts against one. */
  readonly depths?: (() => DepthRoom) | undefined
}

export const slotKey = ({ kind, key }: Pick<Slot, 'kind' | 'key'>): string => `${kind} ${key}`

/**
 * Which of the waiting runs may start now, in their order: as many as there is room for, and of a job never more than
 * its worker count at once, and never two in one folder, and no more goal jobs of a user or a project than they may have,
 * and no more workers of a depth than its quota.
 * A blocked run keeps its place and blocks nobody behind it.
 */
export function admit(waiting: Iterable<Candidate>, occupied: Occupied, admittedOne: (id: RunId) => void = () => {}): readonly RunId[] {
  const byJob = new Map(occupied.byJob)
  const folders = new Set(occupied.folders)
  const slots = new Map(occupied.slots)
  const depths = countingDepths(occupied)
  const admitted: RunId[] = []
  if (occupied.active >= occupied.maxParallel) return admitted
  for (const run of waiting) {
    const ofJob = run.jobId ? (byJob.get(run.jobId) ?? 0) : 0
    if (run.jobId && ofJob >= (run.workerCount ?? 1)) continue
    if (occupied.folders && run.folder !== null && folders.has(run.folder)) continue
    if (fullSlot(run, slots) || depths.full(run)) continue
    admitted.push(run.id)
    admittedOne(run.id)
    depths.take(run)
    for (const slot of run.slots ?? []) slots.set(slotKey(slot), (slots.get(slotKey(slot)) ?? 0) + 1)
    if (run.folder !== null) folders.add(run.folder)
    if (run.jobId) byJob.set(run.jobId, ofJob + 1)
    if (occupied.active + admitted.length >= occupied.maxParallel) break
  }
  return admitted
}

const fullSlot = (run: Pick<Candidate, 'slots'>, taken: ReadonlyMap<string, number> | undefined): Slot | undefined =>
  run.slots?.find((slot) => (taken?.get(slotKey(slot)) ?? 0) >= slot.limit)

type Place = Pick<Candidate, 'jobId' | 'depth'>

/** The workers of each depth, those of this round with them. */
function countingDepths({ depths }: Pick<Occupied, 'depths'>) {
  const state: { room?: DepthRoom } = {}
  const full = ({ jobId, depth }: Place): boolean => {
    if (jobId === null || typeof depth !== 'number') return false
    state.room ??= depths?.()
    return state.room !== undefined && isDepthFull(state.room, { jobId, depth })
  }
  const take = ({ jobId, depth }: Place): void => {
    if (state.room && jobId !== null && typeof depth === 'number') state.room = withWorker(state.room, { jobId, depth })
  }
  return { full, take }
}

const fullDepth = ({ jobId, depth }: Place, { depths }: Pick<Occupied, 'depths'>): number | undefined => {
  const room = depths?.()
  return room && jobId !== null && typeof depth === 'number' && isDepthFull(room, { jobId, depth }) ? depth : undefined
}

/** Which of the two lanes is served next. */
export interface Turn {
  lane: 'goals' | 'runs'
}

/** The two lanes as one: the lane whose turn it is, as far as somebody in it can start, and then the other one. */
export function* inTurns<Item>(goals: Iterable<Item>, runs: Iterable<Item>, turn: Turn): Generator<Item> {
  const lanes = { goals: goals[Symbol.iterator](), runs: runs[Symbol.iterator]() }
  const empty = { goals: false, runs: false }
  try {
    while (!empty.goals || !empty.runs) {
      const lane = empty[turn.lane] ? otherLane(turn.lane) : turn.lane
      const next = lanes[lane].next()
      if (next.done) empty[lane] = true
      else yield next.value
    }
  } finally {
    lanes.goals.return?.()
    lanes.runs.return?.()
  }
}

export const otherLane = (lane: Turn['lane']): Turn['lane'] => (lane === 'goals' ? 'runs' : 'goals')

/** What a waiting run waits for, as a sentence for people. */
export function waitsFor(
  run: Omit<Candidate, 'id'> & { readonly handed?: boolean; readonly agentType?: string | null },
  occupied: Occupied & { readonly agentOnline: boolean },
): string {
  if (run.handed) return `an agent of type ${run.agentType ?? 'any'}, to take it from the broker’s queue`
  if (!occupied.agentOnline) return 'the agent, which is not connected'
  const ofJob = run.jobId ? (occupied.byJob.get(run.jobId) ?? 0) : 0
  const limit = run.workerCount ?? 1
  const full = fullSlot(run, occupied.slots)
  if (full)
    return `a slot: ${full.limit} goal ${full.limit === 1 ? 'job' : 'jobs'} of ${full.kind === 'user' ? 'its user' : `the project ${full.key}`} may go on at a time`
  const depth = fullDepth(run, occupied)
  if (depth !== undefined) return `a worker of depth ${depth}: its quota is used up (resources.quotas)`
  if (run.jobId && ofJob >= limit) return `its job, which runs ${limit === 1 ? 'one task' : `${limit} tasks`} at a time`
  if (run.folder !== null && occupied.folders?.has(run.folder))
    return `the folder ${run.folder}, where another run works (runs.share_folder lets them share it)`
  if (occupied.active >= occupied.maxParallel)
    return `a free place: ${occupied.active} of ${occupied.maxParallel} are taken (runs.max_parallel)`
  return 'its turn'
}
