import type { JournalEvent } from '../../shared/model/event.ts'
import { useStore, type State } from './store.ts'

/*
 * Answers and events come on ways of their own. A row that was read just before it changed may arrive after the event of
 * that change, which is then the last word on it: without this, a run that has ended would go on being shown as starting.
 */

/** When something is asked for, told by the last event that was shown. */
export type AskedAt = number

export const askedNow = (): AskedAt => useStore.getState().shownUntil

/** The rows of an answer that no event has overtaken since it was asked for. */
export const stillNew = <Row extends { readonly id: string }>(state: State, rows: readonly Row[], asked: AskedAt): readonly Row[] =>
  rows.filter(({ id }) => (state.changedAt.get(id) ?? 0) <= asked)

/** So many events back an answer may have been asked for. */
const remembered = 5_000

/** Which rows these events brought or took away, beside what is remembered of earlier ones. */
export function changesAfter(state: State, events: readonly JournalEvent[]): Pick<State, 'shownUntil' | 'changedAt'> {
  const shownUntil = events.at(-1)?.seq ?? state.shownUntil
  const changedAt = new Map([...state.changedAt].filter(([, seq]) => seq > shownUntil - remembered))
  for (const event of events) for (const id of touchedBy(event)) changedAt.set(id, event.seq)
  return { shownUntil, changedAt }
}

const touchedBy = (event: JournalEvent): readonly string[] =>
  [event.job?.id, event.task?.id, event.run?.id, goneBy(event)].filter((id) => typeof id === 'string')

function goneBy({ type, jobId, taskId, runId }: JournalEvent): string | null {
  switch (type) {
    case 'job.deleted':
      return jobId
    case 'task.deleted':
      return taskId
    case 'run.deleted':
      return runId
    default:
      return null
  }
}
