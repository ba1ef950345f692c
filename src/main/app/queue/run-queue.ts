import type { RunId, SequenceId } from '../../../shared/model/ids.ts'
import type { RunConfig, RunTrigger } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { TaskRow } from '../../ports/tasks.ts'
import type { Actor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { recordRun } from '../runs/run-audit.ts'

type Parts = Pick<Deps, 'store' | 'clock'>

export interface RunOrder {
  readonly task: TaskRow
  readonly config: RunConfig
  readonly trigger: RunTrigger
  readonly attempt: number
  readonly sequenceId: SequenceId | null
  /** Not given to an agent before then. */
  readonly notBefore?: Instant
  /** The place of its goal job in the queue. */
  readonly goalRank?: number
  readonly reason: string
}

/** A new run, at the end of the queue. Within a transaction. */
export function queueRun(parts: Parts, order: RunOrder, by: Actor): RunId {
  const { store, clock } = parts
  const id = clock.newId() as RunId
  const { reason, ...run } = order
  store.runs.insert({ notBefore: null, goalRank: null, ...run, id, traceId: by.traceId, requestId: by.requestId, queuedAt: clock.now() })
  recordRun(parts, { id, from: null, to: 'queued', reason }, by)
  store.journal.append({ type: 'run.created', runId: id, taskId: order.task.id, jobId: order.task.jobId })
  return id
}
