import { localAgent, type AgentId, type RunId } from '../../../shared/model/ids.ts'
import { admit, type Candidate } from '../../domain/admission.ts'
import { createPlaces, waitsForAgent, type Host, type Places } from '../../domain/placement.ts'
import type { WaitingRun } from '../../ports/runs.ts'
import { engineActor } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { claimRun } from '../runs/run-states.ts'
import type { Held } from './held.ts'
import { createNeeds } from './needs.ts'
import { isBusOn, occupation } from './occupation.ts'

/*
 * What agents on other machines do. Runs for an agent type go to the broker's queues, and whoever of them has room takes
 * them from there. Runs that name an agent, and those that name nothing and find no place here, are given to one agent.
 */

type Parts = Pick<Deps, 'store' | 'settings' | 'bus'>

/** Whether this machine's own agent may do it. */
export const isForThisMachine = (deps: Pick<Deps, 'settings'>, { agentId, agentType, goalRank }: WaitingRun): boolean =>
  agentId === null ? agentType === null || goalRank !== null || !isBusOn(deps) : agentId === localAgent

/** The broker's queues have no room to be full: only what holds for the whole engine is looked at. */
const anyNumber = { active: 0, maxParallel: Infinity }

export function handOver(deps: Deps, held: Held): void {
  const { store, clock } = deps
  store.transaction(() => {
    const waiting = [...store.runs.waitingForAgents()].filter(held.isFree).map(createNeeds(deps))
    held.endImpossible(engineActor(clock))
    if (waiting.length === 0) return
    const handed = admit(waiting, { ...occupation(deps), ...anyNumber, folders: null }).filter((id) => store.runs.hand(id, clock.now()))
    for (const id of handed) store.outbox.add(id)
    // Whoever sends the outbox reads along.
    if (handed.length > 0) store.journal.append({ type: 'agent.status' })
  })
}

/** The start is recorded, as for this machine's own agent, before the agent is told of it. */
export function claimElsewhere(deps: Deps, held: Held): readonly RunId[] {
  const { store, clock } = deps
  const places = createPlaces(reachable(deps))
  if (!places.free) return []
  return store.transaction(() => {
    const by = engineActor(clock)
    const chosen = new Map<RunId, AgentId>()
    const take = (id: RunId): void => places.take(placeOf(chosen, id))
    const admitted = admit(
      placed(candidates(deps, held), places, chosen),
      { ...occupation(deps), ...anyNumber, folders: foldersElsewhere(deps) },
      take,
    )
    held.endImpossible(by)
    return admitted.filter((id) => claimRun(deps, id, placeOf(chosen, id), by))
  })
}

function placeOf(chosen: ReadonlyMap<RunId, AgentId>, id: RunId): AgentId {
  const agentId = chosen.get(id)
  if (!agentId) throw new Error(`the run ${id} was admitted without a place`)
  return agentId
}

/** What an agent did while nobody could hear it is not known: only who has been heard since then counts. */
function reachable({ store, bus }: Parts): readonly Host[] {
  const { status, since } = bus.state()
  if (status !== 'ok') return []
  return store.agents
    .list()
    .map((agent) => (since !== null && (agent.lastHeartbeatAt ?? '') >= since ? agent : { ...agent, status: 'offline' }))
}

/** Of a long queue only so many are looked at: those behind them have waited less. */
const lookedAt = 500

/** A run that names a folder means this machine's, unless it says whose. */
function* candidates(deps: Deps, held: Held): Generator<WaitingRun & Candidate> {
  const withNeeds = createNeeds(deps)
  const { runs } = deps.store
  for (const run of runs.waitingForNamed()) if (held.isFree(run)) yield withNeeds(run)
  let seen = 0
  for (const run of runs.waiting('runs')) {
    if (++seen > lookedAt) return
    if (run.agentId === null && run.agentType === null && run.folder === null && held.isFree(run)) yield withNeeds(run)
  }
}

/** The agent of each is chosen when its turn comes, with those before it counted. */
function* placed(waiting: Iterable<WaitingRun & Candidate>, places: Places, chosen: Map<RunId, AgentId>): Generator<Candidate> {
  for (const run of waiting) {
    if (!places.free) return
    const agentId = places.find(run)
    if (!agentId) continue
    chosen.set(run.id, agentId)
    yield { ...run, folder: run.folder && folderAt(agentId, run.folder) }
  }
}

const folderAt = (agentId: AgentId, folder: string): string => `${agentId} ${folder}`

const foldersElsewhere = ({ store, settings }: Pick<Deps, 'store' | 'settings'>): ReadonlySet<string> | null =>
  settings()['runs.share_folder'] ? null : new Set(store.runs.activeFolders().map(({ agentId, folder }) => folderAt(agentId, folder)))

/** Why a run does not go to the agent on another machine that it names; undefined for one that names none. */
export function waitsElsewhere(deps: Parts, run: WaitingRun): string | undefined {
  const { agentId } = run
  if (agentId === null || agentId === localAgent) return undefined
  const { status, message } = deps.bus.state()
  if (status !== 'ok') return `the agent ${agentId}, which cannot be reached: ${message}`
  return waitsForAgent(
    agentId,
    reachable(deps).find((host) => host.agentId === agentId),
    run,
  )
}
