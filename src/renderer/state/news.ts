import type { JournalEvent } from '../../shared/model/event.ts'
import type { TaskNotifications } from '../../shared/model/flow.ts'
import { hasEnded, type Run } from '../../shared/model/run.ts'

/** Something that a person asked to be told. */
export interface News {
  readonly run: Run
  readonly kind: 'started' | 'succeeded' | 'failed'
  readonly title: string
  readonly body: string
}

/**
 * The news in one event: only a change is news, not a row that is read again, and nobody is told what they did themselves.
 *
 * @param before the run as it was known; undefined where it was not
 */
export function newsIn(event: JournalEvent, before: Run | undefined, wants: TaskNotifications): News | null {
  const { run } = event
  if (event.type !== 'run.status' || !run || before?.status === run.status) return null
  if (run.status === 'running') return wants.onStart && before?.status !== 'paused' ? { run, kind: 'started', title: `${run.taskName} has started`, body: '' } : null
  if (!hasEnded(run.status) || run.reason === 'cancelled_by_user' || run.reason === 'dependency_failed') return null
  if (run.status === 'succeeded') return wants.onEnd ? { run, kind: 'succeeded', title: `${run.taskName} has succeeded`, body: '' } : null
  return wants.onFailure || wants.onEnd ? { run, kind: 'failed', title: `${run.taskName} has failed`, body: run.errorMessage ?? run.reason ?? '' } : null
}

/** As many as one takes in at once; where there are more, one line for all. */
const mostAtOnce = 3

/** What is shown: each by itself, or the number of them. */
export function headlines(news: readonly News[]): readonly { readonly title: string; readonly body: string; readonly news: News }[] {
  const [first] = news
  if (!first || news.length <= mostAtOnce) return news.map((one) => ({ title: one.title, body: one.body, news: one }))
  const failed = news.filter((one) => one.kind === 'failed')
  const shown = failed[0] ?? first
  const title = failed.length > 0 ? `${failed.length} ${failed.length === 1 ? 'run has' : 'runs have'} failed` : `${news.length} runs have ended or started`
  return [{ title, body: `${shown.run.taskName} and others`, news: shown }]
}
