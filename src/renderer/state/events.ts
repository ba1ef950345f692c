import type { JournalEvent } from '../../shared/model/event.ts'
import { changesAfter } from './fresh.ts'
import { appended, outdated, type PagedIds } from './paged.ts'
import type { State } from './store.ts'

/** The state after these events. It costs what changed, not what there is. */
export function afterEvents(state: State, events: readonly JournalEvent[]): Partial<State> {
  const jobs = withChanges(state.jobs, events, { brings: ({ job }) => job, takes: ({ type, jobId }) => type === 'job.deleted' && jobId })
  const tasks = withChanges(state.tasks, events, {
    brings: ({ task }) => task,
    takes: ({ type, taskId }) => type === 'task.deleted' && taskId,
  })
  const runs = withChanges(state.runs, events, { brings: ({ run }) => run, takes: ({ type, runId }) => type === 'run.deleted' && runId })
  const lists = new Map(state.lists)
  for (const event of events) changeLists(lists, event)
  return { jobs, tasks, runs, lists, ...changesAfter(state, events), selection: stillThere({ ...state, jobs, tasks, runs }, events) }
}

interface Changes<Id extends string, Row extends { readonly id: Id }> {
  brings(event: JournalEvent): Row | null | undefined
  takes(event: JournalEvent): Id | false | null
}

/** The rows after these events: the same map where none of them is about such rows, so that nobody draws them again. */
function withChanges<Id extends string, Row extends { readonly id: Id }>(
  held: ReadonlyMap<Id, Row>,
  events: readonly JournalEvent[],
  { brings, takes }: Changes<Id, Row>,
): ReadonlyMap<Id, Row> {
  const touching = events.filter((event) => brings(event) || takes(event))
  if (touching.length === 0) return held
  const next = new Map(held)
  for (const event of touching) {
    const [row, gone] = [brings(event), takes(event)]
    if (row) next.set(row.id, row)
    if (gone) next.delete(gone)
  }
  return next
}

function changeLists(lists: Map<string, PagedIds>, event: JournalEvent): void {
  for (const [key, list] of lists) {
    if (key.startsWith('tasks:') && isTaskList(event)) lists.set(key, outdated(list))
    if (!key.startsWith('runs:')) continue
    if (event.type === 'runs.pruned') lists.set(key, outdated(list))
    const [, owner = '', status = ''] = key.split(':')
    if (!concerns(owner, event)) continue
    const gone = event.type === 'run.deleted' || event.type === 'task.deleted' || event.type === 'job.deleted'
    if (gone || (event.type === 'run.status' && status !== '')) lists.set(key, outdated(list))
    if (event.type === 'run.created' && event.runId) lists.set(key, status === '' ? appended(list, event.runId) : outdated(list))
  }
}

const isTaskList = (event: JournalEvent): boolean => ['task.created', 'task.deleted', 'job.deleted'].includes(event.type)

const concerns = (owner: string, event: JournalEvent): boolean =>
  owner === 'all' || owner === event.taskId || owner === event.jobId || (owner === 'unassigned' && event.jobId === null)

/** The selection never moves by itself, but what is gone cannot stay selected. */
function stillThere(state: State, events: readonly JournalEvent[]): State['selection'] {
  const { selection } = state
  const gone = (type: JournalEvent['type'], id: string | null): boolean =>
    id !== null && events.some((event) => event.type === type && (event.jobId === id || event.taskId === id || event.runId === id))
  const jobGone = gone('job.deleted', selection.jobKey) && !state.jobs.has(selection.jobKey as never)
  const taskGone = selection.taskId !== null && gone('task.deleted', selection.taskId) && !state.tasks.has(selection.taskId)
  const runGone = selection.runId !== null && gone('run.deleted', selection.runId) && !state.runs.has(selection.runId)
  if (!jobGone && !taskGone && !runGone) return selection
  return {
    jobKey: jobGone ? 'all' : selection.jobKey,
    taskId: jobGone || taskGone ? null : selection.taskId,
    runId: jobGone || taskGone || runGone ? null : selection.runId,
  }
}
