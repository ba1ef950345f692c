import type { RunReason } from '../../shared/model/run-reason.ts'
import type { Schedule } from '../../shared/model/schedule.ts'

/* When a task that fails again and again no longer starts by itself. */

/** Ends that say nothing about the task: somebody wanted them, or the machine failed. */
const notItsOwn: readonly RunReason[] = ['agent_lost', 'app_stopped', 'superseded', 'cancelled_by_user', 'rate_limited']

/** Whether an end without a further attempt counts as a failure of the task. */
export const countsAsFailure = (end: { readonly status: string; readonly reason: RunReason }): boolean =>
  end.status === 'failed' && !notItsOwn.includes(end.reason)

/** What nothing starts but a person or its job cannot be stopped from starting by itself. */
export const startsByItself = ({ type }: Schedule): boolean => type !== 'manual' && type !== 'sequential'

/** @param limit 0 for never */
export const breaksAt = (failures: number, limit: number): boolean => limit > 0 && failures >= limit
