import type { Health } from '../../shared/model/health.ts'
import { ok } from '../../shared/model/result.ts'
import type { RunStatus } from '../../shared/model/run.ts'
import type { Meter } from '../ports/meter.ts'
import type { SecretProtection } from '../ports/secrets.ts'
import type { Store } from '../ports/store.ts'
import type { Deps } from './deps.ts'
import { figuresHandler } from './figures.ts'
import type { Handlers } from './handler.ts'
import type { Caller } from './service.ts'
import { ownerSeenBy } from './visible.ts'

/** @param agentTrouble why there is no agent, while there is none */
export const systemHandlers = (deps: Deps, meter: Meter, agentTrouble: () => string, secrets: SecretProtection): Handlers<'system'> => ({
  health: () => ok(health(deps, agentTrouble)),
  metrics: figuresHandler(deps, meter, () => health(deps, agentTrouble)),
  summary: (_input, caller) => {
    const { store, machine } = deps
    return ok({
      version: machine.version,
      home: caller.user.local ? machine.home : '',
      port: machine.port(),
      ...countsSeenBy(store, caller),
      nextFireAt: store.schedules.nearestEnabled(ownerSeenBy(caller)) ?? null,
      unread: store.notices.unread(ownerSeenBy(caller)),
      agent: deps.agentOnline() ? ('online' as const) : ('offline' as const),
      secrets,
    })
  },
})

function countsSeenBy(store: Store, caller: Caller) {
  const one = { limit: 1, offset: 0 }
  const owner = ownerSeenBy(caller)
  const jobs = store.jobs.list({ owner }, one).total
  if (owner === undefined) {
    const { all, unassigned } = store.tasks.count()
    return { jobs, tasks: all, unassignedTasks: unassigned, waiting: store.runs.waitingCount(), active: store.runs.activeCount() }
  }
  const runs = (status: RunStatus): number => store.runs.list({ owner, status }, one).total
  return {
    jobs,
    tasks: store.tasks.list({ owner }, 'created', one).total,
    unassignedTasks: store.tasks.list({ owner, jobId: 'none' }, 'created', one).total,
    waiting: runs('queued'),
    active: runs('starting') + runs('running') + runs('paused'),
  }
}

function health(deps: Deps, agentTrouble: () => string): Health {
  const database = databaseCheck(deps.store)
  const agent = deps.agentOnline() ? { status: 'ok' as const, message: 'connected' } : { status: 'down' as const, message: agentTrouble() }
  const bus = deps.bus.state()
  const healthy = database.status === 'ok' && agent.status === 'ok' && bus.status !== 'down'
  return {
    status: healthy ? 'healthy' : 'degraded',
    version: deps.machine.version,
    checks: {
      database,
      agent,
      bus,
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
