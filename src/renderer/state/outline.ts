import type { JobId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { State } from './store.ts'

type Jobs = ReadonlyMap<JobId, Job>

/**
 * The jobs as far as it matters which of them there are, where, and under what name: the same map for as long as none of
 * that changes, so that ten thousand lines are not laid out anew for each step of a run.
 */
function createOutline() {
  const held: { seen: Jobs; outline: Jobs } = { seen: new Map(), outline: new Map() }
  return ({ jobs }: Pick<State, 'jobs'>): Jobs => {
    if (jobs === held.seen) return held.outline
    if (!hasSameOutline(held.outline, jobs)) held.outline = jobs
    held.seen = jobs
    return held.outline
  }
}

export const outlineOf = createOutline()

function hasSameOutline(before: Jobs, now: Jobs): boolean {
  if (before.size !== now.size) return false
  for (const [id, job] of now) {
    const was = before.get(id)
    if (was !== job && !(was && standsAlike(was, job))) return false
  }
  return true
}

const standsAlike = (one: Job, other: Job): boolean =>
  one.name === other.name &&
  one.parentJobId === other.parentJobId &&
  one.place === other.place &&
  sameList(one.labels, other.labels) &&
  sameList(one.taskOrder, other.taskOrder)

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index])
