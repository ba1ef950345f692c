import type { ToAgent } from '../../../shared/model/agent.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { WorkerId } from '../../../shared/model/ids.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { WorkerStatus, type Worker, type WorkerDetails, type WorkerMetrics } from '../../../shared/model/worker.ts'
import { workerMayMove } from '../../domain/worker.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { notFound, wrongState } from '../failures.ts'
import type { Caller } from '../service.ts'
import { stopRuns } from './stop-runs.ts'
import { visibleTo } from '../visible.ts'

type Send = (message: ToAgent) => boolean

/** @param send gives an instruction to the agent; false where there is none */
export const workerHandlers = (deps: Deps, send: Send): Handlers<'workers'> => ({
  list: ({ limit, offset, ...filter }, caller) => {
    const { items, total } = deps.store.workers.list({ ...filter, ...visibleTo(caller) }, { limit, offset })
    return ok({ workers: [...items], total, limit, offset })
  },
  get: ({ workerId }) => details(deps, workerId),
  pause: { patient: ({ workerId }, caller) => stand(deps, workerId, { from: 'running', to: 'paused', say: 'pause' }, send, caller) },
  resume: { patient: ({ workerId }, caller) => stand(deps, workerId, { from: 'paused', to: 'running', say: 'resume' }, send, caller) },
  terminate: { patient: ({ workerId, reason }, caller) => terminate(deps, workerId, reason ?? null, caller) },
  metrics: (_input, caller) => ok(metrics(deps, caller)),
})

function details({ store, clock, loads }: Deps, workerId: WorkerId): Result<WorkerDetails, Failure> {
  const worker = store.workers.find(workerId)
  const run = worker && store.runs.find(worker.runId)
  if (!worker || !run) return notFound('worker', workerId)
  const samples = loads.of(worker.runId)
  const until = run.finishedAt ?? clock.now()
  return ok({
    ...worker,
    uptimeMs: run.startedAt === null ? null : Math.max(0, Date.parse(until) - Date.parse(run.startedAt)),
    processes: samples.at(-1)?.processes ?? null,
    samples: [...samples],
    transitions: [...store.audit.of('worker', workerId, { limit: 50, offset: 0 }).items],
  })
}

function metrics({ store }: Deps, caller: Caller): WorkerMetrics {
  const counted = store.workers.countByStatus(visibleTo(caller))
  const byStatus = Object.fromEntries(WorkerStatus.options.map((status) => [status, counted.get(status) ?? 0])) as WorkerMetrics['byStatus']
  return { totalWorkers: [...counted.values()].reduce((sum, count) => sum + count, 0), byStatus, ...store.workers.load(visibleTo(caller)) }
}

/** How long a process tree may take to stand still, or to go on. */
const standsWithinMs = 5_000
/** Beyond the grace time of its processes. */
const endsWithinMs = 20_000

interface Step {
  readonly from: WorkerStatus
  readonly to: WorkerStatus
  readonly say: 'pause' | 'resume'
}

/** Answers when the whole tree really stands still, or goes on. */
async function stand(
  deps: Deps,
  workerId: WorkerId,
  { from, to, say }: Step,
  send: Send,
  caller: Caller,
): Promise<Result<Worker, Failure>> {
  const worker = deps.store.workers.find(workerId)
  if (!worker) return notFound('worker', workerId)
  if (worker.status !== from) return refused(worker, to)
  deps.wishes.note(worker.runId, caller)
  if (!send({ type: say, runId: worker.runId }))
    return unavailable('The agent is not connected, so the worker was left as it is. Try again in a moment.')
  const now = await whenNoLonger(deps, workerId, [from], standsWithinMs)
  if (!now) return notFound('worker', workerId)
  if (now.status === to) return ok(now)
  return now.status === from
    ? unavailable(
        `The agent could not ${say} the worker within ${standsWithinMs} ms; it is still ${from}. Its system may have no way to do so.`,
      )
    : refused(now, to)
}

/** Answers when none of the tree is left. */
async function terminate(deps: Deps, workerId: WorkerId, reason: string | null, caller: Caller): Promise<Result<Worker, Failure>> {
  const { store } = deps
  const worker = store.workers.find(workerId)
  if (!worker) return notFound('worker', workerId)
  if (!workerMayMove(worker.status, 'terminated')) return refused(worker, 'terminated')
  store.transaction(() => stopRuns(deps, [worker.runId], 'cancelled_by_user', caller, reason))
  const now = await whenNoLonger(deps, workerId, ['idle', 'running', 'paused'], deps.settings()['runs.kill_grace_ms'] + endsWithinMs)
  return now ? ok(now) : notFound('worker', workerId)
}

/** The worker as soon as it is in another state, or as it is when the time is over. */
async function whenNoLonger(
  { store, changed }: Deps,
  workerId: WorkerId,
  states: readonly WorkerStatus[],
  withinMs: number,
): Promise<Worker | undefined> {
  for await (const _ of changed.wakeups(AbortSignal.timeout(withinMs))) {
    const worker = store.workers.find(workerId)
    if (!worker || !states.includes(worker.status)) return worker
  }
  return store.workers.find(workerId)
}

const refused = ({ status }: Worker, to: WorkerStatus): Result<never, Failure> =>
  wrongState(status, to, `A worker that is ${status} cannot become ${to}; nothing was changed`)

const unavailable = (message: string): Result<never, Failure> => fail({ kind: 'agent_unavailable', message })
