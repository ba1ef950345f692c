import type { Health } from '../../shared/model/health.ts'
import { ok } from '../../shared/model/result.ts'
import { defaultSettings, settingNames, type Settings } from '../../shared/model/settings.ts'
import type { JournalEvent } from '../../shared/model/event.ts'
import type { Store } from '../ports/store.ts'
import type { Deps, Handlers } from './deps.ts'
import { follow } from './signal.ts'
import { explain } from './waiting.ts'

export const readSettings = (store: Store, cores: number): Settings => ({ ...defaultSettings(cores), ...store.readSettings() })

export const settingsHandlers = ({ store, machine }: Deps): Handlers<'settings'> => {
  const values = () => {
    const now = readSettings(store, machine.cores)
    const usual = defaultSettings(machine.cores)
    return Object.fromEntries(settingNames.map((name) => [name, { value: now[name], default: usual[name] }])) as Record<keyof Settings, { value: unknown; default: unknown }>
  }
  return {
    get: () => ok(values()),
    update: (changes) => {
      for (const name of settingNames) if (changes[name] !== undefined) store.writeSetting(name, changes[name])
      store.journal.append({ type: 'settings.updated' })
      return ok(values())
    },
  }
}

const eventsAtOnce = 500

export const eventHandlers = (deps: Deps): Handlers<'events'> => {
  const after = (seq: number, limit: number): JournalEvent[] => {
    const events = deps.store.journal.after(seq, limit)
    const runs = new Map(explain(deps, events.flatMap((event) => event.run ?? [])).map((run) => [run.id, run]))
    return events.map((event) => event.run ? { ...event, run: runs.get(event.run.id) } : event)
  }
  return {
    list: ({ after: seq, limit }) => ok({ events: after(seq, limit), last: deps.store.journal.last() }),
    follow: ({ after: seq }, _caller, abort) =>
      ok(follow((cursor) => after(cursor, eventsAtOnce), (event) => event.seq, seq ?? deps.store.journal.last(), deps.changed, abort)),
  }
}

export const workerHandlers = ({ store }: Deps): Handlers<'workers'> => ({
  list: ({ limit, offset, ...filter }) => {
    const { items, total } = store.workers.list(filter, { limit, offset })
    return ok({ workers: [...items], total, limit, offset })
  },
})

/** @param agentTrouble why there is no agent, while there is none */
export const systemHandlers = (deps: Deps, agentTrouble: () => string): Handlers<'system'> => ({
  health: () => ok(health(deps, agentTrouble)),
  summary: () => {
    const { store, machine } = deps
    const tasks = store.tasks.count()
    return ok({
      version: machine.version, home: machine.home, port: machine.port(),
      waiting: store.runs.waitingCount(), active: store.runs.activeCount(),
      jobs: store.jobs.list({}, { limit: 1, offset: 0 }).total, tasks: tasks.all, unassignedTasks: tasks.unassigned,
      nextFireAt: store.schedules.nearestEnabled() ?? null,
      agent: deps.agentOnline() ? 'online' as const : 'offline' as const,
    })
  },
})

function health(deps: Deps, agentTrouble: () => string): Health {
  const database = databaseCheck(deps.store)
  const agent = deps.agentOnline()
    ? { status: 'ok' as const, message: 'connected' }
    : { status: 'down' as const, message: agentTrouble() }
  const healthy = database.status === 'ok' && agent.status === 'ok'
  return {
    status: healthy ? 'healthy' : 'degraded',
    version: deps.machine.version,
    checks: {
      database, agent,
      bus: { status: 'off', message: 'no broker is set' },
      scheduler: schedulerCheck(deps.store),
    },
  }
}

function schedulerCheck(store: Store): Health['checks']['scheduler'] {
  try {
    const next = store.schedules.nearestEnabled()
    return { status: 'ok', message: next ? `the next task starts at ${next}` : 'no task is due at any time' }
  } catch (error) {
    return { status: 'down', message: error instanceof Error ? error.message : String(error) }
  }
}

function databaseCheck(store: Store): Health['checks']['database'] {
  try {
    store.check()
    return { status: 'ok', message: 'answers' }
  } catch (error) {
    return { status: 'down', message: error instanceof Error ? error.message : String(error) }
  }
}
