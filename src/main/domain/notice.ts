import type { TaskNotifications } from '../../shared/model/flow.ts'
import type { Job, JobStatus } from '../../shared/model/job.ts'
import type { NoticeKind } from '../../shared/model/notice.ts'
import type { Run } from '../../shared/model/run.ts'

/* Of what a person is told, and in which words. */

export interface Words {
  readonly kind: NoticeKind
  readonly title: string
  readonly body: string
}

/** What a person wants to be told of everything, by the settings. */
export type Rules = readonly NoticeKind[]

export interface SeenRun {
  readonly run: Pick<Run, 'taskName' | 'status' | 'reason' | 'errorMessage' | 'exitCode' | 'attempt'>
  readonly wants: TaskNotifications
  readonly before: 'succeeded' | 'failed' | null
  readonly goesOn: boolean
}

/** What a run means to a person, if anything. */
export function wordsOfRun(seen: SeenRun, rules: Rules): Words | null {
  const { run, wants } = seen
  switch (run.status) {
    case 'running':
      return wants.onStart || rules.includes('start') ? { kind: 'start', title: `${run.taskName} has started`, body: '' } : null
    case 'succeeded':
      return ofSuccess(seen, rules)
    case 'failed':
      return ofFailure(seen, rules)
    default:
      return null
  }
}

function ofSuccess({ run, wants, before }: SeenRun, rules: Rules): Words | null {
  if (before === 'failed' && wants.onFailure && rules.includes('recovered'))
    return { kind: 'recovered', title: `${run.taskName} is well again`, body: 'It has succeeded after a failure' }
  return wants.onEnd || rules.includes('success') ? { kind: 'success', title: `${run.taskName} has succeeded`, body: '' } : null
}

function ofFailure({ run, wants, before, goesOn }: SeenRun, rules: Rules): Words | null {
  if (run.reason === 'rate_limited' && goesOn)
    return rules.includes('waiting') ? { kind: 'waiting', title: `${run.taskName} waits for its rate limit`, body: whyOf(run) } : null
  if (goesOn || !(wants.onFailure || wants.onEnd)) return null
  if (run.reason === 'budget' && rules.includes('budget'))
    return { kind: 'budget', title: `${run.taskName} has spent what it may spend`, body: whyOf(run) }
  const kind = before !== 'failed' && rules.includes('first_failure') ? 'first_failure' : 'failure'
  return rules.includes(kind)
    ? { kind, title: `${run.taskName} has failed${kind === 'failure' && before === 'failed' ? ' again' : ''}`, body: whyOf(run) }
    : null
}

function whyOf({ errorMessage, exitCode, reason, attempt }: SeenRun['run']): string {
  const why = errorMessage ?? (exitCode !== null ? `Exit code ${exitCode}` : (reason ?? ''))
  return attempt > 1 ? `${why} (attempt ${attempt})` : why
}

/** Of goal jobs only: what other jobs do, their tasks tell. */
export function wordsOfJob(job: Pick<Job, 'name' | 'statusMessage'>, status: JobStatus, rules: Rules): Words | null {
  const body = job.statusMessage
  switch (status) {
    case 'awaiting_confirmation':
      return rules.includes('waiting') ? { kind: 'waiting', title: `${job.name} waits for you`, body } : null
    case 'failed':
      return rules.includes('failure') || rules.includes('first_failure')
        ? { kind: 'failure', title: `${job.name} has failed`, body }
        : null
    case 'completed':
      return rules.includes('success') ? { kind: 'success', title: `${job.name} is ready`, body } : null
    default:
      return null
  }
}

/** @param spent today, with what the run just cost */
export function wordsOfBudget(
  { whose, limit, spent, cost }: { readonly whose: string; readonly limit: number; readonly spent: number; readonly cost: number },
  rules: Rules,
): Words | null {
  const crossed = spent >= limit && spent - cost < limit
  return crossed && rules.includes('budget')
    ? {
        kind: 'budget',
        title: `${whose} has spent its $${limit.toFixed(2)} of today`,
        body: `$${spent.toFixed(2)} so far; its runs wait for tomorrow (UTC)`,
      }
    : null
}
