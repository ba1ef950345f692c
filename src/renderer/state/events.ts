import type { JournalEvent } from '../../shared/model/event.ts'
import { changesAfter } from './fresh.ts'
import { appended, outdated, type PagedIds } from './paged.ts'
import type { State } from './store.ts'

/** The state after these events. It costs what changed, not what there is. */
export function afterEvents(state: State, events: readonly JournalEvent[]): Partial<State> {
  const jobs = new Map(state.jobs)
  const tasks = new Map(state.tasks)
  const runs = new Map(state.runs)
  const lists = new Map(state.lists)
  for (const event of events) {
    if (event.job) jobs.set(event.job.id, event.job)
    if (event.task) tasks.set(event.task.id, event.task)
    if (event.run) runs.set(event.run.id, event.run)
    if (event.type === 'job.deleted' && event.jobId) jobs.delete(event.jobId)
    if (event.type === 'task.deleted' && event.taskId) tasks.delete(event.taskId)
    if (event.type === 'run.deleted' && event.runId) runs.delete(event.runId)
    changeLists(lists, event)
  }
  return { jobs, tasks, runs, lists, ...changesAfter(state, events), selection: stillThere({ ...state, jobs, tasks, runs }, events) }
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
