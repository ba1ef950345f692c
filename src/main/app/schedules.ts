import type { Fire, PlannedTask } from '../../shared/contract/schedules.ts'
import { ok } from '../../shared/model/result.ts'
import type { Schedule } from '../../shared/model/schedule.ts'
import type { Task } from '../../shared/model/task.ts'
import { fireWords, scheduleWords } from '../../shared/words/schedule.ts'
import { nextFires } from '../domain/schedule.ts'
import type { Deps, Handlers } from './deps.ts'
import { badSchedule } from './planning.ts'
import { localZone } from './clock.ts'
import { visibleTo } from './visible.ts'

export const scheduleHandlers = (deps: Deps): Handlers<'schedules'> => {
  const { store, clock, reading } = deps
  const planned = (task: Task, count: number): PlannedTask => {
    const plan = store.schedules.find(task.id)
    const next = task.enabled ? plan?.nextAt : null
    const further = next ? nextFires(task.schedule, next, count - 1, reading(next)) : []
    return {
      taskId: task.id, jobId: task.jobId, name: task.name, enabled: task.enabled, schedule: task.schedule, words: scheduleWords(task.schedule),
      lastAt: plan?.lastAt ?? null, fires: next ? [next, ...further].map((at) => fireOf(task.schedule, at)) : [],
    }
  }
  return {
    list: ({ limit, offset, count, jobId }, caller) => {
      const { items, total } = store.schedules.list({ jobId, ...visibleTo(caller) }, { limit, offset })
      const tasks = new Map(store.tasks.byIds(items).map((task) => [task.id, task]))
      return ok({ schedules: items.flatMap((id) => tasks.get(id) ?? []).map((task) => planned(task, count)), total, limit, offset })
    },
    preview: ({ schedule, count }) => {
      const now = clock.now()
      return badSchedule(deps, schedule)
        ?? ok({ words: scheduleWords(schedule), fires: nextFires(schedule, now, count, reading(now)).map((at) => fireOf(schedule, at)) })
    },
  }
}

const fireOf = (schedule: Schedule, at: string): Fire => ({ at, words: fireWords(at, ('timezone' in schedule ? schedule.timezone : undefined) ?? localZone()) })

export const tickHandlers = ({ store }: Deps): Handlers<'ticks'> => ({
  list: ({ limit, offset, ...filter }, caller) => {
    const { items, total } = store.ticks.list({ ...filter, ...visibleTo(caller) }, { limit, offset })
    return ok({ ticks: [...items], total, limit, offset })
  },
})
