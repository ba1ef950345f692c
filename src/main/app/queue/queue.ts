import type { QueueEntry } from '../../../shared/contract/queue.ts'
import { ok } from '../../../shared/model/result.ts'
import { inTurns, otherLane, type Turn } from '../../domain/admission.ts'
import type { WaitingRun } from '../../ports/runs.ts'
import type { Deps, Handlers } from '../deps.ts'
import { usageOfCaller, waitAt } from '../goals/goal-answers.ts'
import { createWhy } from './waiting.ts'
import { ownerSeenBy } from '../visible.ts'

export const queueHandlers = (deps: Deps): Handlers<'queue'> => ({
  list: ({ limit, offset }, caller) => {
    const owner = ownerSeenBy(caller)
    const { store, settings } = deps
    const { total, page } = pageOf(placed(deps), { owner, limit, offset })
    return ok({
      entries: page.map(createExplaining(deps)),
      total,
      limit,
      offset,
      goalsWaiting: store.goals.waitingCount(),
      cap: settings()['queue.cap'],
    })
  },
})

export const usageHandlers = (deps: Deps): Handlers<'usage'> => ({ get: (_input, caller) => ok(usageOfCaller(deps, caller)) })

interface Placed {
  readonly run: WaitingRun
  readonly lane: Turn['lane']
  readonly position: number
}

/** Everything that waits, as the two lanes are served. */
function* placed({ store }: Pick<Deps, 'store'>): Generator<Placed> {
  const turn: Turn = { lane: 'goals' }
  for (const one of inTurns(numbered(store.runs.waiting('goals'), 'goals'), numbered(store.runs.waitingAnywhere(), 'runs'), turn)) {
    turn.lane = otherLane(one.lane)
    yield one
  }
}

function* numbered(runs: Iterable<WaitingRun>, lane: Turn['lane']): Generator<Placed> {
  let position = 0
  for (const run of runs) yield { run, lane, position: ++position }
}

interface Part {
  readonly owner: string | undefined
  readonly limit: number
  readonly offset: number
}

function pageOf(all: Iterable<Placed>, { owner, limit, offset }: Part): { readonly total: number; readonly page: readonly Placed[] } {
  let total = 0
  const page: Placed[] = []
  for (const one of all) {
    if (owner !== undefined && one.run.owner !== owner) continue
    if (total >= offset && page.length < limit) page.push(one)
    total++
  }
  return { total, page }
}

/** What each waits for, judged as admission would judge it now. */
function createExplaining(deps: Deps): (placed: Placed) => QueueEntry {
  const why = createWhy(deps)
  return ({ run, lane, position }) => {
    const job = run.jobId ? deps.store.jobs.find(run.jobId) : undefined
    const goal = lane === 'goals' && run.jobId ? deps.store.goals.find(run.jobId) : undefined
    return {
      runId: run.id,
      jobId: run.jobId,
      taskId: run.taskId,
      name: job?.name ?? run.taskName,
      taskName: run.taskName,
      lane,
      position,
      seq: goal?.seq ?? null,
      boost: goal?.boost ?? null,
      waitsFor: why(run),
      estimatedWait: job && goal ? waitAt(deps, job, position) : null,
      owner: run.owner,
      notBefore: run.notBefore,
    }
  }
}
