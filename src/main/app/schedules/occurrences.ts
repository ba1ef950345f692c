import type { TaskId, TickId } from '../../../shared/model/ids.ts'
import type { TickOutcome } from '../../../shared/model/tick.ts'
import type { Task } from '../../../shared/model/task.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { firesBetween, isTimed, missedOf, nextFire } from '../../domain/schedule.ts'
import type { Due } from '../../ports/schedules.ts'
import { engineActor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { createGate, type Gate } from './gate.ts'
import { startTask } from '../runs/start-runs.ts'

/*
 * What becomes of each occurrence of a schedule: a run, or the reason why there is none. Each leaves a tick.
 */

type Parts = Pick<Deps, 'store' | 'clock' | 'machine' | 'reading' | 'settings'>

/** What is later than this was missed: the computer slept, or the app was closed. */
const graceMs = 10_000

/** Of what was missed, the newest so many and the very first leave ticks. */
const mostTicks = 1_000

/** All that fell due of one task until now, and when it is due again. Within a transaction. */
export function fire(parts: Parts, { taskId, nextAt }: Due, now: Instant, gate: Gate = createGate(parts)): void {
  const { store, reading } = parts
  const task = store.tasks.find(taskId)
  if (!task || !isTimed(task.schedule)) return store.schedules.set(taskId, null)
  const when = reading(nextAt)
  const later = firesBetween(task.schedule, nextAt, now, mostTicks, when)
  store.schedules.fired(taskId, later.at(-1) ?? nextAt, nextFire(task.schedule, now, when) ?? null)
  const all = [nextAt, ...later]
  const isLate = (dueAt: Instant): boolean => Date.parse(now) - Date.parse(dueAt) > graceMs
  const late = all.filter(isLate)
  if (late.length > 0) catchUp(parts, gate, { task, late, now })
  for (const dueAt of all) if (!isLate(dueAt)) occur(parts, task, dueAt, gate)
}

/** One occurrence in time. */
export function occur(parts: Parts, task: Task, dueAt: Instant, gate: Gate = createGate(parts)): void {
  const why = gate.whyNotNow(task) ?? gate.whyNotAt(task, dueAt)
  if (why) return tick(parts, task.id, { dueAt, outcome: 'skipped', reason: why })
  start(parts, gate, { task, dueAt, trigger: 'schedule' })
}

function start(
  parts: Parts,
  gate: Gate,
  { task, dueAt, trigger }: { readonly task: Task; readonly dueAt: Instant; readonly trigger: 'schedule' | 'catch_up' },
): void {
  tick(parts, task.id, { dueAt, outcome: 'started', runId: startTask(parts, task, trigger, engineActor(parts.clock)) })
  gate.passed()
}

interface Late {
  readonly task: Task
  readonly late: readonly Instant[]
  readonly now: Instant
}

/** What was missed, oldest first, as the schedule wants it: left out, one run for all, or a run each. */
function catchUp(parts: Parts, gate: Gate, { task, late, now }: Late): void {
  const { policy, maxRuns, maxAgeMs } = missedOf(task.schedule)
  const whyNone = gate.whyNotNow(task)
  const oldest = new Date(Date.parse(now) - maxAgeMs).toISOString()
  const wanted = policy === 'skip' ? 0 : policy === 'once' ? 1 : maxRuns
  const possible = whyNone || wanted === 0 ? [] : late.filter((dueAt) => dueAt >= oldest && !gate.whyNotAt(task, dueAt))
  const chosen = new Set(possible.slice(-wanted))
  const isMissed = !whyNone && chosen.size === 0 && late.some((dueAt) => !gate.whyNotAt(task, dueAt))
  if (isMissed) parts.store.journal.append({ type: 'tick.missed', taskId: task.id, jobId: task.jobId })
  for (const dueAt of late) {
    const why = whyNone ?? gate.whyNotAt(task, dueAt)
    if (chosen.has(dueAt)) start(parts, gate, { task, dueAt, trigger: 'catch_up' })
    else if (why) tick(parts, task.id, { dueAt, outcome: 'skipped', reason: why })
    else tick(parts, task.id, { dueAt, outcome: 'missed', reason: reasonOf(dueAt, { policy, oldest }) })
  }
}

function reasonOf(dueAt: Instant, { policy, oldest }: { readonly policy: 'skip' | 'once' | 'all'; readonly oldest: Instant }): string {
  const asleep = 'Missed while the computer slept or the app was closed'
  if (policy === 'skip') return `${asleep}; the schedule leaves those out`
  if (dueAt < oldest) return `${asleep}, longer ago than the schedule catches up with`
  return policy === 'once' ? `${asleep}; one run stands for all of them` : `${asleep}; the newest ones were run`
}

interface Became {
  readonly dueAt: Instant
  readonly outcome: TickOutcome
  readonly runId?: ReturnType<typeof startTask>
  readonly reason?: string
}

function tick({ store, clock }: Parts, taskId: TaskId, { dueAt, outcome, runId, reason }: Became): void {
  store.ticks.append({ id: clock.newId() as TickId, taskId, dueAt, outcome, runId: runId ?? null, reason: reason ?? null })
}
