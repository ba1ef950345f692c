import type { EndedRun } from '../../shared/model/ended-run.ts'
import type { TaskId } from '../../shared/model/ids.ts'
import type { RunReason } from '../../shared/model/run-reason.ts'
import type { Instant } from '../../shared/model/time.ts'

interface Span {
  readonly since: Instant
  readonly until: Instant
}

/** What is remembered of runs that were counted together. */
interface Tally {
  readonly ended: Record<EndedRun['status'], number>
  readonly durations: number[]
  readonly waits: number[]
  costUsd: number
}

interface TaskTally extends Tally {
  readonly taskId: TaskId
  /** The name that its newest run had. */
  name: string
  newest: number
}

const dayMs = 86_400_000
const tasksShown = 50

/** Counts runs as they come, in any order and so many at a time as hold up nobody. */
export function createStatistics({ since, until }: Span) {
  const all = tally()
  const byDay = new Map(daysIn(since, until).map((day) => [day, tally()]))
  const byTask = new Map<TaskId, TaskTally>()
  const byReason = new Map<RunReason, number>()
  const add = (run: EndedRun): void => {
    count(all, run)
    const day = byDay.get(run.finishedAt.slice(0, 10))
    if (day) count(day, run)
    countOfTask(byTask, run)
    if (run.status === 'failed' && run.reason !== null) byReason.set(run.reason, (byReason.get(run.reason) ?? 0) + 1)
  }
  return {
    add(runs: readonly EndedRun[]): void {
      runs.forEach(add)
    },
    runs: () => runsOf(all),
    /** What became of them: together, by day, by task, and why they failed. */
    figures: () => ({
      since,
      until,
      runs: runsOf(all),
      ...figuresOf(all),
      successRate: rateOf(all),
      byReason: [...byReason].map(([reason, runs]) => ({ reason, runs })).toSorted((one, other) => other.runs - one.runs),
      byDay: [...byDay].map(([day, some]) => ({ day, ...figuresOf(some) })),
      byTask: [...byTask.values()]
        .toSorted((one, other) => other.ended.failed - one.ended.failed || runsOf(other) - runsOf(one))
        .slice(0, tasksShown)
        .map((some) => ({ taskId: some.taskId, name: some.name, ...figuresOf(some) })),
    }),
  }
}

const tally = (): Tally => ({ ended: { succeeded: 0, failed: 0, cancelled: 0 }, durations: [], waits: [], costUsd: 0 })

function count(some: Tally, { status, durationMs, waitMs, costUsd }: EndedRun): void {
  some.ended[status]++
  if (durationMs !== null) some.durations.push(durationMs)
  if (waitMs !== null) some.waits.push(waitMs)
  some.costUsd += costUsd ?? 0
}

function countOfTask(byTask: Map<TaskId, TaskTally>, run: EndedRun): void {
  const { taskId, taskName: name, seq: newest } = run
  const task = byTask.get(taskId) ?? { ...tally(), taskId, name, newest }
  byTask.set(taskId, task)
  count(task, run)
  if (newest > task.newest) Object.assign(task, { name, newest })
}

const runsOf = ({ ended: { succeeded, failed, cancelled } }: Tally): number => succeeded + failed + cancelled

const rateOf = ({ ended: { succeeded, failed } }: Tally): number | null =>
  succeeded + failed === 0 ? null : succeeded / (succeeded + failed)

/** Money to a ten-thousandth of a dollar, as agents say it. */
const figuresOf = ({ ended, durations, waits, costUsd }: Tally) => ({
  ...ended,
  duration: spread(durations),
  wait: spread(waits),
  costUsd: Math.round(costUsd * 10_000) / 10_000,
})

/** By nearest rank: each figure is one that really was. */
function spread(values: readonly number[]): { readonly p50Ms: number | null; readonly p95Ms: number | null } {
  const sorted = new Float64Array(values).sort()
  const at = (hundredth: number): number | null => sorted[Math.ceil((sorted.length * hundredth) / 100) - 1] ?? null
  return { p50Ms: at(50), p95Ms: at(95) }
}

/** The days (UTC) that some part of this time falls on. */
function daysIn(since: Instant, until: Instant): string[] {
  const days: string[] = []
  for (let at = Date.parse(`${since.slice(0, 10)}T00:00:00.000Z`); at < Date.parse(until); at += dayMs)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
