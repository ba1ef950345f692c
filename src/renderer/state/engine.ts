import type { Client } from '../../shared/contract/client.ts'
import type { JobId, TaskId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { Run } from '../../shared/model/run.ts'
import type { Task } from '../../shared/model/task.ts'
import { askedNow, stillNew, type AskedAt } from './fresh.ts'
import { emptyList, withPage, type PagedIds } from './paged.ts'
import { useStore, type JobKey } from './store.ts'

/* What the window reads from the engine, into the store. */

const pageSize = 500
/** More than a screen has lines. */
const firstPage = 100
const atOnce = 3
/** Rows of a list that are read at once when they come into sight. */
export const listPage = 100

/** The jobs that fit on the screen, to be shown while all of them are read. */
export async function peekJobs(client: Client): Promise<void> {
  const page = await client.jobs.list({ limit: firstPage })
  if (page.ok && useStore.getState().jobs.size === 0) useStore.setState({ jobs: byId(page.value.jobs) })
}

/** Every job, page after page. */
export async function loadJobs(client: Client): Promise<void> {
  const first = await client.jobs.list({ limit: firstPage })
  if (!first.ok) return
  const { jobs: shown, total } = first.value
  const offsets = Array.from({ length: Math.ceil(Math.max(0, total - firstPage) / pageSize) }, (_, index) => firstPage + index * pageSize)
  const others = await inTurns(offsets, (offset) => client.jobs.list({ limit: pageSize, offset }))
  if (others.some((page) => !page.ok)) return
  useStore.setState({ jobs: byId([...shown, ...others.flatMap((page) => (page.ok ? page.value.jobs : []))]) })
}

const byId = (jobs: readonly Job[]): ReadonlyMap<JobId, Job> => new Map(jobs.map((job) => [job.id, job]))

/** The answers in the order of the questions. Only a few are under way at a time, so that others are heard in between. */
async function inTurns<Question, Answer>(
  questions: readonly Question[],
  ask: (question: Question) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let begin = 0; begin < questions.length; begin += atOnce)
    answers.push(...(await Promise.all(questions.slice(begin, begin + atOnce).map(ask))))
  return answers
}

/** The tasks of a job, once. Changes arrive by the journal. */
export async function loadTasksOf(client: Client, jobId: JobId): Promise<void> {
  if (useStore.getState().loadedJobs.has(jobId)) return
  for (let offset = 0; ; offset += pageSize) {
    const asked = askedNow()
    const page = await client.jobs.tasks({ jobId, limit: pageSize, offset })
    if (!page.ok) return
    putTasks(page.value.tasks, asked)
    if (offset + pageSize >= page.value.total) break
  }
  useStore.setState((state) => ({ loadedJobs: new Set(state.loadedJobs).add(jobId) }))
}

/** @param asked when the question was put whose answer this is */
export const putTasks = (tasks: readonly Task[], asked: AskedAt): void =>
  useStore.setState((state) => ({ tasks: withRows(state.tasks, stillNew(state, tasks, asked)) }))

/** @param asked when the question was put whose answer this is */
export const putRuns = (runs: readonly Run[], asked: AskedAt): void =>
  useStore.setState((state) => ({ runs: withRows(state.runs, stillNew(state, runs, asked)) }))

function withRows<Id extends string, Row extends { readonly id: Id }>(
  held: ReadonlyMap<Id, Row>,
  rows: readonly Row[],
): ReadonlyMap<Id, Row> {
  const next = new Map(held)
  for (const row of rows) next.set(row.id, row)
  return next
}

export const taskListKey = (jobKey: 'unassigned' | 'all'): string => `tasks:${jobKey}`

/** Reads the page of a task list that holds this place. */
export async function loadTaskPage(client: Client, jobKey: 'unassigned' | 'all', place: number): Promise<void> {
  const key = taskListKey(jobKey)
  const { version } = beginList(key)
  const asked = askedNow()
  const offset = Math.floor(place / listPage) * listPage
  const page = await client.tasks.list({ ...(jobKey === 'unassigned' && { jobId: 'none' as const }), limit: listPage, offset })
  if (!page.ok) return
  putTasks(page.value.tasks, asked)
  putPage(
    key,
    version,
    page.value.total,
    page.value.tasks.map((task, index) => [offset + index, task.id]),
  )
}

export interface RunScope {
  readonly jobKey: JobKey
  readonly taskId: TaskId | null
  readonly status: Run['status'] | null
  readonly since: string | null
}

export const runListKey = ({ jobKey, taskId, status, since }: RunScope): string => `runs:${taskId ?? jobKey}:${status ?? ''}:${since ?? ''}`

/** Reads the page of a run list that begins this far from its newest run. */
export async function loadRunPage(client: Client, scope: RunScope, offset: number): Promise<void> {
  const key = runListKey(scope)
  const { version } = beginList(key)
  const asked = askedNow()
  const page = await client.runs.list({ ...runFilter(scope), limit: listPage, offset })
  if (!page.ok) return
  const { runs, total } = page.value
  putRuns(runs, asked)
  putPage(
    key,
    version,
    total,
    runs.map((run, index) => [total - 1 - (offset + index), run.id]),
  )
}

function runFilter({ jobKey, taskId, status, since }: RunScope) {
  const owner = taskId ? { taskId } : jobKey === 'all' ? {} : { jobId: jobKey === 'unassigned' ? ('none' as const) : jobKey }
  return { ...owner, ...(status && { status }), ...(since && { since }) }
}

/** The list as it is now. From here on events change it, those too that come before the first answer. */
function beginList(key: string): PagedIds {
  const list = useStore.getState().lists.get(key)
  if (!list) useStore.setState((state) => ({ lists: new Map(state.lists).set(key, emptyList) }))
  return list ?? emptyList
}

const putPage = (key: string, version: number, total: number, placed: readonly (readonly [number, string])[]): void =>
  useStore.setState((state) => ({
    lists: new Map(state.lists).set(key, withPage(state.lists.get(key) ?? emptyList, version, total, placed)),
  }))

export async function loadSummary(client: Client): Promise<void> {
  const summary = await client.system.summary({})
  if (summary.ok) useStore.setState({ summary: summary.value })
}

export async function loadSettings(client: Client): Promise<void> {
  const settings = await client.settings.get({})
  if (settings.ok) useStore.setState({ settings: settings.value })
}

/** One task, where it is not known yet. Asked for once however many rows want it. */
export async function loadTask(client: Client, taskId: TaskId): Promise<void> {
  const { tasks, wanted } = useStore.getState()
  if (tasks.has(taskId) || wanted.has(taskId)) return
  useStore.setState({ wanted: new Set(wanted).add(taskId) })
  const asked = askedNow()
  const answer = await client.tasks.get({ taskId })
  if (answer.ok) putTasks([answer.value], asked)
}
