import type { RunReason } from '../../shared/model/run-reason.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { EndedRun } from '../../shared/model/ended-run.ts'

interface Spread {
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

const dayMs = 86_400_000
const tasksShown = 50

/** What became of these runs: together, by day, by task, and why they failed. */
export function statisticsOf(runs: readonly EndedRun[], { since, until }: { readonly since: Instant; readonly until: Instant }) {
  const ofDay = grouped(runs, (run) => run.finishedAt.slice(0, 10))
  const { succeeded, failed } = countsOf(runs)
  return {
    since,
    until,
    runs: runs.length,
    ...countsOf(runs),
    successRate: succeeded + failed === 0 ? null : succeeded / (succeeded + failed),
    duration: durationsOf(runs),
    wait: waitsOf(runs),
    costUsd: costOf(runs),
    byReason: reasonsOf(runs),
    byDay: daysIn(since, until).map((day) => {
      const some = ofDay.get(day) ?? []
      return { day, ...countsOf(some), duration: durationsOf(some), wait: waitsOf(some), costUsd: costOf(some) }
    }),
    byTask: [...grouped(runs, (run) => run.taskId).values()]
      .map(taskOf)
      .toSorted((one, other) => other.failed - one.failed || total(other) - total(one))
      .slice(0, tasksShown),
  }
}

/** A task by the name that its newest run had. */
function taskOf(runs: readonly EndedRun[]) {
  const [newest] = runs.toSorted((one, other) => other.seq - one.seq)
  if (!newest) throw new Error('A task without runs is not in any group')
  return { taskId: newest.taskId, name: newest.taskName, ...countsOf(runs), duration: durationsOf(runs), costUsd: costOf(runs) }
}

const total = ({ succeeded, failed, cancelled }: ReturnType<typeof countsOf>): number => succeeded + failed + cancelled

function countsOf(runs: readonly EndedRun[]) {
  const of = (status: EndedRun['status']): number => runs.reduce((sum, run) => (run.status === status ? sum + 1 : sum), 0)
  return { succeeded: of('succeeded'), failed: of('failed'), cancelled: of('cancelled') }
}

const durationsOf = (runs: readonly EndedRun[]): Spread => spread(runs.flatMap(({ durationMs }) => durationMs ?? []))

const waitsOf = (runs: readonly EndedRun[]): Spread => spread(runs.flatMap(({ waitMs }) => waitMs ?? []))

/** By nearest rank: each figure is one that really was. */
function spread(values: readonly number[]): Spread {
  const sorted = Float64Array.from(values).sort()
  const at = (hundredth: number): number | null => sorted[Math.ceil((sorted.length * hundredth) / 100) - 1] ?? null
  return { p50Ms: at(50), p95Ms: at(95) }
}

/** To a ten-thousandth of a dollar, as agents say it. */
const costOf = (runs: readonly EndedRun[]): number =>
  Math.round(runs.reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0) * 10_000) / 10_000

function reasonsOf(runs: readonly EndedRun[]): { readonly reason: RunReason; readonly runs: number }[] {
  const failed = runs.flatMap(({ status, reason }) => (status === 'failed' && reason !== null ? [reason] : []))
  return [...grouped(failed, (reason) => reason)]
    .map(([reason, all]) => ({ reason, runs: all.length }))
    .toSorted((one, other) => other.runs - one.runs)
}

/** The days (UTC) that some part of this time falls on. */
function daysIn(since: Instant, until: Instant): string[] {
  const days: string[] = []
  for (let at = Date.parse(`${since.slice(0, 10)}T00:00:00.000Z`); at < Date.parse(until); at += dayMs)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

function grouped<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
