import type { Candidate } from '../../domain/admission.ts'
import type { WaitingRun } from '../../ports/runs.ts'
import type { Deps } from '../deps.ts'
import { slotsOf } from '../goals/goal-queue.ts'

type Parts = Pick<Deps, 'store' | 'clock' | 'settings'>

/** Adds to waiting runs the limits that they stand under, as admission looks at them: for one round of it. */
export function createNeeds(parts: Parts): <Run extends WaitingRun>(run: Run) => Run & Candidate {
  const ofAllJobs = parts.settings()['resources.quotas_for'] === 'all_jobs'
  return (run) => (run.goalRank === null ? { ...run, depth: ofAllJobs ? run.depth : null } : { ...run, slots: slotsOf(parts, run) })
}
