import type { JobId, RunId, TaskId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { Run } from '../../shared/model/run.ts'
import type { Task } from '../../shared/model/task.ts'
import type { MarkedList } from '../state/store.ts'
import type { ActionContext } from './define.ts'

/* What an action acts on: the marked rows of its list, and where none is marked, the selected one. */

export const chosenJobs = ({ state }: ActionContext): readonly Job[] =>
  chosen(state.marks.list === 'jobs' ? state.marks.ids : none, state.selection.jobKey as JobId, state.jobs)
export const chosenTasks = ({ state }: ActionContext): readonly Task[] =>
  chosen(state.marks.list === 'tasks' ? state.marks.ids : none, state.selection.taskId, state.tasks)
export const chosenRuns = ({ state }: ActionContext): readonly Run[] =>
  chosen(state.marks.list === 'runs' ? state.marks.ids : none, state.selection.runId, state.runs)

const none: ReadonlySet<string> = new Set()

function chosen<Id extends JobId | TaskId | RunId, Item>(
  marked: ReadonlySet<string>,
  selected: Id | null,
  items: ReadonlyMap<Id, Item>,
): readonly Item[] {
  const ids = marked.size > 0 ? ([...marked] as Id[]) : selected === null ? [] : [selected]
  return ids.map((id) => items.get(id)).filter((item) => item !== undefined)
}

/** Why an action can be done with none of these; undefined where it can be done with some. */
export function whyNone<Item>(items: readonly Item[], nothing: string, why: (item: Item) => string | undefined): string | undefined {
  if (items.length === 0) return nothing
  const reasons = items.map(why)
  return reasons.includes(undefined) ? undefined : reasons[0]
}

/** Why an action that is about one thing cannot be done. */
export function whyNotOne<Item>(
  items: readonly Item[],
  nothing: string,
  why: (item: Item) => string | undefined = () => undefined,
): string | undefined {
  const [only] = items
  if (!only) return nothing
  return items.length > 1 ? 'Only with one at a time' : why(only)
}

/** “the task “Build””, “3 tasks” */
export const sayChosen = (list: MarkedList, items: readonly { readonly name: string }[]): string =>
  items.length === 1 ? `“${items[0]?.name ?? ''}”` : `${items.length} ${list}`
