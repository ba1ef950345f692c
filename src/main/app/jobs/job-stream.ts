import type { JobChange } from '../../../shared/contract/jobs.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Job, JobStatus } from '../../../shared/model/job.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import type { JobFrame } from '../../ports/goals.ts'
import type { Deps } from '../deps.ts'
import { notFound } from '../failures.ts'

const framesAtOnce = 200

const hasEnded = (status: JobStatus): boolean => status === 'completed' || status === 'failed' || status === 'cancelled'

/** How the job stands, or, for a reader that has seen something, only what came after it; then every change to its end. */
export function streamJob(
  deps: Deps,
  jobId: JobId,
  after: number | undefined,
  abort: AbortSignal,
): Result<AsyncIterable<readonly JobChange[]>, Failure> {
  return deps.store.jobs.find(jobId) ? ok(changes(deps, jobId, after, abort)) : notFound('job', jobId)
}

/** One transaction reads the job and the number that its snapshot stands for: a change is in it or comes after it. */
async function* changes(
  { store, changed }: Deps,
  jobId: JobId,
  after: number | undefined,
  abort: AbortSignal,
): AsyncGenerator<readonly JobChange[]> {
  const start = store.transaction(() => ({ job: store.jobs.find(jobId), seq: store.journal.last() }))
  if (!start.job) return
  // A reader from before what the journal still holds begins anew.
  const seen = after !== undefined && after >= store.journal.prunedTo() ? after : undefined
  if (seen === undefined) yield [snapshot(start.job, start.seq)]
  let cursor = seen ?? start.seq
  if (seen === undefined && hasEnded(start.job.status)) return
  for await (const _ of changed.wakeups(abort)) {
    // Asked before reading: what led to the end is read, whatever happens in between.
    const ended = hasEnded(store.jobs.brief(jobId)?.status ?? 'cancelled')
    for (;;) {
      const frames = untilEnd(store.journal.frames(jobId, cursor, framesAtOnce))
      const last = frames.at(-1)
      if (!last || abort.aborted) break
      cursor = last.seq
      yield frames.map((frame) => changeFrom(jobId, frame))
      if (hasEnded(last.status)) return
    }
    if (ended) return
  }
}

function untilEnd(frames: readonly JobFrame[]): readonly JobFrame[] {
  const end = frames.findIndex(({ status }) => hasEnded(status))
  return end < 0 ? frames : frames.slice(0, end + 1)
}

const snapshot = (job: Job, seq: number): JobChange => ({
  seq,
  jobId: job.id,
  status: job.status,
  stage: job.stage,
  message: job.statusMessage,
  timestamp: job.updatedAt,
})

const changeFrom = (jobId: JobId, { seq, status, stage, message, time }: JobFrame): JobChange => ({
  seq,
  jobId,
  status,
  stage: stage as JobChange['stage'],
  message,
  timestamp: time,
})
