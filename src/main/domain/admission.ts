import type { JobId, RunId } from '../../shared/model/ids.ts'

export interface Candidate {
  readonly id: RunId
  readonly jobId: JobId | null
  readonly workerCount: number | null
  /** The folder that was named for it; null where none was. */
  readonly folder: string | null
}

export interface Occupied {
  readonly active: number
  readonly maxParallel: number
  readonly byJob: ReadonlyMap<JobId, number>
  /** Folders that active runs work in; null where folders are shared. */
  readonly folders: ReadonlySet<string> | null
}

/**
 * Which of the waiting runs may start now, in their order: as many as there is room for, and of a job never more than
 * its worker count at once, and never two in one folder. A blocked run keeps its place and blocks nobody behind it.
 */
export function admit(waiting: Iterable<Candidate>, occupied: Occupied): readonly RunId[] {
  const byJob = new Map(occupied.byJob)
  const folders = new Set(occupied.folders)
  const admitted: RunId[] = []
  if (occupied.active >= occupied.maxParallel) return admitted
  for (const run of waiting) {
    const ofJob = run.jobId ? byJob.get(run.jobId) ?? 0 : 0
    if (run.jobId && ofJob >= (run.workerCount ?? 1)) continue
    if (occupied.folders && run.folder !== null && folders.has(run.folder)) continue
    admitted.push(run.id)
    if (run.folder !== null) folders.add(run.folder)
    if (run.jobId) byJob.set(run.jobId, ofJob + 1)
    if (occupied.active + admitted.length >= occupied.maxParallel) break
  }
  return admitted
}

/** What a waiting run waits for, as a sentence for people. */
export function waitsFor(run: Omit<Candidate, 'id'>, occupied: Occupied & { readonly agentOnline: boolean }): string {
  if (!occupied.agentOnline) return 'the agent, which is not connected'
  const ofJob = run.jobId ? occupied.byJob.get(run.jobId) ?? 0 : 0
  const limit = run.workerCount ?? 1
  if (run.jobId && ofJob >= limit) return `its job, which runs ${limit === 1 ? 'one task' : `${limit} tasks`} at a time`
  if (run.folder !== null && occupied.folders?.has(run.folder)) return `the folder ${run.folder}, where another run works (runs.share_folder lets them share it)`
  if (occupied.active >= occupied.maxParallel) return `a free place: ${occupied.active} of ${occupied.maxParallel} are taken (runs.max_parallel)`
  return 'its turn'
}
