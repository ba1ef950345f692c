import type { JobId, RunId } from '../../shared/model/ids.ts'

export interface Candidate {
  readonly id: RunId
  readonly jobId: JobId | null
  readonly workerCount: number | null
  /** The folder that was named for it; null where none was. */
  readonly folder: string | null
  /** Of a run of a goal job: the slots that its job needs while it goes on, unless it has them. */
  readonly slots?: readonly Slot[] | undefined
}

/** One of a counted kind: goal jobs of one user, or of one project, that go on at the same time. */
export interface Slot { readonly kind: 'user' | 'project'; readonly key: string; readonly limit: number }

export interface Occupied {
  readonly active: number
  readonly maxParallel: number
  readonly byJob: ReadonlyMap<JobId, number>
  /** Folders that active runs work in; null where folders are shared. */
  readonly folders: ReadonlySet<string> | null
  /** How many slots are taken, by `slotKey`. */
  readonly slots?: ReadonlyMap<string, number> | undefined
}

export const slotKey = ({ kind, key }: Pick<Slot, 'kind' | 'key'>): string => `${kind} ${key}`

/**
 * Which of the waiting runs may start now, in their order: as many as there is room for, and of a job never more than
 * its worker count at once, and never two in one folder, and no more goal jobs of a user or a project than they may have.
 * A blocked run keeps its place and blocks nobody behind it.
 */
export function admit(waiting: Iterable<Candidate>, occupied: Occupied, admittedOne: () => void = () => {}): readonly RunId[] {
  const byJob = new Map(occupied.byJob)
  const folders = new Set(occupied.folders)
  const slots = new Map(occupied.slots)
  const admitted: RunId[] = []
  if (occupied.active >= occupied.maxParallel) return admitted
  for (const run of waiting) {
    const ofJob = run.jobId ? byJob.get(run.jobId) ?? 0 : 0
    if (run.jobId && ofJob >= (run.workerCount ?? 1)) continue
    if (occupied.folders && run.folder !== null && folders.has(run.folder)) continue
    if (fullSlot(run, slots)) continue
    admitted.push(run.id)
    admittedOne()
    for (const slot of run.slots ?? []) slots.set(slotKey(slot), (slots.get(slotKey(slot)) ?? 0) + 1)
    if (run.folder !== null) folders.add(run.folder)
    if (run.jobId) byJob.set(run.jobId, ofJob + 1)
    if (occupied.active + admitted.length >= occupied.maxParallel) break
  }
  return admitted
}

const fullSlot = (run: Pick<Candidate, 'slots'>, taken: ReadonlyMap<string, number> | undefined): Slot | undefined =>
  run.slots?.find((slot) => (taken?.get(slotKey(slot)) ?? 0) >= slot.limit)

/** Which of the two lanes is served next. */
export interface Turn { lane: 'goals' | 'runs' }

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

export const otherLane = (lane: Turn['lane']): Turn['lane'] => lane === 'goals' ? 'runs' : 'goals'

/** What a waiting run waits for, as a sentence for people. */
export function waitsFor(run: Omit<Candidate, 'id'> & { readonly handed?: boolean; readonly agentType?: string | null }, occupied: Occupied & { readonly agentOnline: boolean }): string {
  if (run.handed) return `an agent of type ${run.agentType ?? 'any'}, to take it from the broker’s queue`
  if (!occupied.agentOnline) return 'the agent, which is not connected'
  const ofJob = run.jobId ? occupied.byJob.get(run.jobId) ?? 0 : 0
  const limit = run.workerCount ?? 1
  const full = fullSlot(run, occupied.slots)
  if (full) return `a slot: ${full.limit} goal ${full.limit === 1 ? 'job' : 'jobs'} of ${full.kind === 'user' ? 'its user' : `the project ${full.key}`} may go on at a time`
  if (run.jobId && ofJob >= limit) return `its job, which runs ${limit === 1 ? 'one task' : `${limit} tasks`} at a time`
  if (run.folder !== null && occupied.folders?.has(run.folder)) return `the folder ${run.folder}, where another run works (runs.share_folder lets them share it)`
  if (occupied.active >= occupied.maxParallel) return `a free place: ${occupied.active} of ${occupied.maxParallel} are taken (runs.max_parallel)`
  return 'its turn'
}
