import type { QueueEntry } from '../../../shared/contract/queue.ts'
import { ok } from '../../../shared/model/result.ts'
import { queueLanes, type QueueLane } from '../../../shared/model/run.ts'
import { inTurns, otherLane, type Turn } from '../../domain/admission.ts'
import { partsOf } from '../../domain/queue-page.ts'
import type { Page } from '../../ports/page.ts'
import type { WaitingRun } from '../../ports/runs.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { usageOfCaller, waitAt } from '../goals/goal-answers.ts'
import { createWhy } from './waiting.ts'
import { ownerSeenBy } from '../visible.ts'

export const queueHandlers = (deps: Deps): Handlers<'queue'> => ({
  list: (page, caller) => {
    const { store, settings } = deps
    const part: Part = { page, owner: ownerSeenBy(caller) }
    return store.transaction(() =>
      ok({
        entries: pageOf(deps, part).map(createExplaining(deps)),
        total: queueLanes.reduce((total, lane) => total + store.runs.waitingIn(lane, part.owner), 0),
        ...page,
        goalsWaiting: store.goals.waitingCount(),
        cap: settings()['queue.cap'],
      }),
    )
  },
})

export const usageHandlers = (deps: Deps): Handlers<'usage'> => ({ get: (_input, caller) => ok(usageOfCaller(deps, caller)) })

interface Placed {
  readonly run: WaitingRun
  readonly lane: QueueLane
  readonly position: number
}

interface Part {
  readonly page: Page
  /** Only this user’s runs, each with its place among everybody’s. */
  readonly owner: string | undefined
}

/** As the two lanes are served, and then what is at the broker. */
function pageOf({ store: { runs } }: Pick<Deps, 'store'>, { page, owner }: Part): readonly Placed[] {
  const waitingIn = (lane: QueueLane): number => runs.waitingIn(lane, owner)
  const parts = partsOf({ goals: waitingIn('goals'), runs: waitingIn('runs'), broker: waitingIn('broker') }, page)
  const placedIn = (lane: QueueLane): readonly Placed[] => {
    const found = runs.waitingPage(lane, parts[lane], owner)
    const places = owner === undefined ? undefined : runs.places(found.map(({ id }) => id))
    return found.map((run, index) => ({ run, lane, position: places?.get(run.id) ?? parts[lane].offset + index + 1 }))
  }
  return [...served(placedIn('goals'), placedIn('runs'), { lane: page.offset % 2 === 0 ? 'goals' : 'runs' }), ...placedIn('broker')]
}

function* served(goals: readonly Placed[], runs: readonly Placed[], turn: Turn): Generator<Placed> {
  for (const one of inTurns(goals, runs, turn)) {
    turn.lane = otherLane(turn.lane)
    yield one
  }
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
