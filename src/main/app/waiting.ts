import type { Run } from '../../shared/model/run.ts'
import { waitsFor } from '../domain/admission.ts'
import type { Deps } from './deps.ts'

type Parts = Pick<Deps, 'store' | 'settings' | 'agentOnline'>

/** Says of each waiting run where it stands in the queue and what it waits for. */
export function explain({ store, settings, agentOnline }: Parts, runs: readonly Run[]): Run[] {
  const waiting = runs.filter((run) => run.status === 'queued')
  if (waiting.length === 0) return [...runs]
  const places = store.runs.places(waiting.map((run) => run.id))
  const occupied = { active: store.runs.activeCount(), maxParallel: settings()['runs.max_parallel'], byJob: store.runs.activeByJob(), agentOnline: agentOnline() }
  const counts = new Map(store.jobs.byIds([...new Set(waiting.flatMap((run) => run.jobId ?? []))]).map((job) => [job.id, job.workerCount]))
  return runs.map((run) => run.status !== 'queued' ? run : {
    ...run,
    position: places.get(run.id) ?? 0,
    waitsFor: waitsFor({ jobId: run.jobId, workerCount: run.jobId && (counts.get(run.jobId) ?? 1) }, occupied),
  })
}
