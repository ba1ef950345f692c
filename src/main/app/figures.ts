import { ok } from '../../shared/model/result.ts'
import type { Health } from '../../shared/model/health.ts'
import { JobStatus } from '../../shared/model/job.ts'
import { RunStatus } from '../../shared/model/run.ts'
import { WorkerStatus } from '../../shared/model/worker.ts'
import { usageOf } from '../domain/resources.ts'
import type { Figure, Meter } from '../ports/meter.ts'
import type { Deps } from './deps.ts'
import type { Handlers } from './handler.ts'
import { depthRoom } from './resources/depth-room.ts'
import type { Caller } from './service.ts'
import { visibleTo } from './visible.ts'

/** @param health how each part of the engine is */
export const figuresHandler =
  (deps: Deps, meter: Meter, health: () => Health): Handlers<'system'>['metrics'] =>
  (_input, caller) => {
    const figures = [...seenBy(deps, caller), ...ofMachine(deps, health())]
    return ok(
      (async function* () {
        yield [await meter.text(figures)]
      })(),
    )
  }

/** Rows are counted as far as the caller sees them: of a user, their own. */
function seenBy({ store }: Deps, caller: Caller): readonly Figure[] {
  const whose = visibleTo(caller)
  const one = { limit: 1, offset: 0 }
  const workers = store.workers.countByStatus(whose)
  const load = store.workers.load(whose)
  return [
    byStatus('jobs', 'Jobs', JobStatus.options, (status) => store.jobs.list({ ...whose, status }, one).total),
    byStatus('runs', 'Runs', RunStatus.options, (status) => store.runs.list({ ...whose, status }, one).total),
    byStatus('workers', 'Supervised processes', WorkerStatus.options, (status) => workers.get(status) ?? 0),
    gauge('workers_cpu_cores', 'Cores that living workers use together', load.cpuPercent / 100),
    gauge('workers_memory_bytes', 'Resident memory of living workers together', Math.round(load.memoryMb * bytesPerMb)),
  ]
}

const bytesPerMb = 1_048_576

function ofMachine(deps: Deps, { checks }: Health): readonly Figure[] {
  const { store, settings, machine } = deps
  const usage = usageOf(depthRoom(deps))
  const depths = (value: (of: (typeof usage)[number]) => number) =>
    usage.map((of) => ({ labels: { depth: String(of.depth) }, value: value(of) }))
  return [
    {
      name: 'info',
      help: 'Always 1; the version is in the label',
      kind: 'gauge',
      values: [{ labels: { version: machine.version }, value: 1 }],
    },
    {
      name: 'check_up',
      help: 'Whether this part of the engine is well: 1, or 0 when it is down',
      kind: 'gauge',
      values: Object.entries(checks).map(([check, { status }]) => ({ labels: { check }, value: status === 'down' ? 0 : 1 })),
    },
    { name: 'resources_held', help: 'Workers that jobs of this depth hold', kind: 'gauge', values: depths((of) => of.allocated) },
    {
      name: 'resources_quota',
      help: 'Workers that jobs of this depth may hold together',
      kind: 'gauge',
      values: depths((of) => of.maxWorkers),
    },
    gauge('queue_goals_waiting', 'Goal jobs that wait in the queue', store.goals.waitingCount()),
    gauge('queue_goals_cap', 'Goal jobs that may wait there at the most', settings()['queue.cap']),
    {
      name: 'journal_events_total',
      help: 'Changes that were written to the journal',
      kind: 'counter',
      values: [{ value: store.journal.last() }],
    },
  ]
}

const gauge = (name: string, help: string, value: number): Figure => ({ name, help, kind: 'gauge', values: [{ value }] })

const byStatus = <Status extends string>(
  name: string,
  what: string,
  statuses: readonly Status[],
  count: (status: Status) => number,
): Figure => ({
  name,
  help: `${what}, by status`,
  kind: 'gauge',
  values: statuses.map((status) => ({ labels: { status }, value: count(status) })),
})
