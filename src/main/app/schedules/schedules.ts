import type { Fire, PlannedTask } from '../../../shared/contract/schedules.ts'
import { ok } from '../../../shared/model/result.ts'
import type { Schedule } from '../../../shared/model/schedule.ts'
import type { Instant } from '../../../shared/model/time.ts'
import type { Task } from '../../../shared/model/task.ts'
import { fireWords, scheduleWords } from '../../../shared/words/schedule.ts'
import { nextFires } from '../../domain/schedule.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { badSchedule } from './planning.ts'
import { localZone } from '../clock.ts'
import { visibleTo } from '../visible.ts'

export const scheduleHandlers = (deps: Deps): Handlers<'schedules'> => {
  const { store, clock, reading } = deps
  const planned = (task: Task, count: number): PlannedTask => {
    const plan = store.schedules.find(task.id)
    const next = startsByTime(task) ? plan?.nextAt : null
    const further = next ? nextFires(task.schedule, next, count - 1, reading(next)) : []
    return {
      taskId: task.id,
      jobId: task.jobId,
      name: task.name,
      enabled: task.enabled,
      schedule: task.schedule,
      words: scheduleWords(task.schedule),
      lastAt: plan?.lastAt ?? null,
      fires: next ? [next, ...further].map((at) => fireOf(task.schedule, at)) : [],
    }
  }
  return {
    list: ({ limit, offset, count, jobId, upcoming }, caller) => {
      const { items, total } = store.schedules.list({ jobId, upcoming, ...visibleTo(caller) }, { limit, offset })
      const tasks = new Map(store.tasks.byIds(items).map((task) => [task.id, task]))
      return ok({ schedules: items.flatMap((id) => tasks.get(id) ?? []).map((task) => planned(task, count)), total, limit, offset })
    },
    timeline: ({ limit, offset, hours, jobId, q }, caller) => {
      const span = spanAround(clock.now(), hours)
      const { items, total } = store.schedules.list({ jobId, q, ...visibleTo(caller) }, { limit, offset })
      const tasks = new Map(store.tasks.byIds(items).map((task) => [task.id, task]))
      const past = Map.groupBy(store.ticks.grouped(items, span.since), ({ taskId }) => taskId)
      const rows = items
        .flatMap((id) => tasks.get(id) ?? [])
        .map((task) => ({
          taskId: task.id,
          jobId: task.jobId,
          name: task.name,
          enabled: task.enabled,
          words: scheduleWords(task.schedule),
          past: (past.get(task.id) ?? []).map(({ taskId: _, ...group }) => group),
          ...ahead(deps, task, span.until),
        }))
      return ok({ rows, total, limit, offset, ...span })
    },
    preview: ({ schedule, count }) => {
      const now = clock.now()
      return (
        badSchedule(deps, schedule) ??
        ok({ words: scheduleWords(schedule), fires: nextFires(schedule, now, count, reading(now)).map((at) => fireOf(schedule, at)) })
      )
    },
  }
}

const startsByTime = ({ enabled, breaker }: Task): boolean => enabled && breaker === null

const hourMs = 3_600_000

function spanAround(now: Instant, hours: number): { readonly since: Instant; readonly now: Instant; readonly until: Instant } {
  const at = (ms: number): Instant => new Date(Date.parse(now) + ms).toISOString()
  return { since: at(-hours * hourMs), now, until: at(hours * hourMs) }
}

const mostAhead = 200

/** When it fires until then; none where it is no matter of time, or nothing starts the task by itself. */
function ahead({ store, reading }: Deps, task: Task, until: Instant): { readonly next: Instant[]; readonly goesOn: boolean } {
  const first = startsByTime(task) ? store.schedules.find(task.id)?.nextAt : null
  if (!first || first > until) return { next: [], goesOn: false }
  const next = [first, ...nextFires(task.schedule, first, mostAhead, reading(first))].filter((at) => at <= until)
  return { next: next.slice(0, mostAhead), goesOn: next.length > mostAhead }
}

const fireOf = (schedule: Schedule, at: string): Fire => ({
  at,
  words: fireWords(at, ('timezone' in schedule ? schedule.timezone : undefined) ?? localZone()),
})

export const tickHandlers = ({ store }: Deps): Handlers<'ticks'> => ({
  list: ({ limit, offset, ...filter }, caller) => {
    const { items, total } = store.ticks.list({ ...filter, ...visibleTo(caller) }, { limit, offset })
    return ok({ ticks: [...items], total, limit, offset })
  },
})
