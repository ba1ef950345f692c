import type { ToAgent } from '../../shared/model/agent.ts'
import type { AgentId } from '../../shared/model/ids.ts'
import { admit } from '../domain/admission.ts'
import type { ActiveRun } from '../ports/store.ts'
import { engineActor, type Deps } from './deps.ts'
import { claimRun } from './run-states.ts'

export interface Dispatcher {
  /** Gives waiting runs to the agent, as many as there is room for. */
  dispatch(): void
}

/**
 * The start is recorded before the agent is told of it: an order that got lost is given again after the next welcome,
 * and an agent that already has the run does not start it twice.
 */
export function createDispatcher(deps: Deps, agentId: AgentId, send: (message: ToAgent) => boolean): Dispatcher {
  const { store, settings } = deps
  return {
    dispatch() {
      if (!deps.agentOnline()) return
      const claimed = store.transaction(() => {
        const occupied = { active: store.runs.activeCount(), maxParallel: settings()['runs.max_parallel'], byJob: store.runs.activeByJob() }
        const by = engineActor(deps.clock)
        return admit(store.runs.waiting(), occupied).filter((id) => claimRun(deps, id, agentId, by))
      })
      for (const id of claimed) {
        const run = store.runs.findActive(id)
        if (run) send(startOrder(deps, run))
      }
    },
  }
}

export const startOrder = ({ settings, store }: Pick<Deps, 'settings' | 'store'>, run: ActiveRun): ToAgent => ({
  type: 'start',
  order: {
    runId: run.id,
    attempt: run.attempt,
    workType: run.config.workType,
    parameters: run.config.parameters,
    workingDirectory: run.config.workingDirectory,
    environment: {},
    profile: run.config.profileId ? store.profiles.find(run.config.profileId) ?? null : null,
    timeoutMs: run.config.timeoutMs,
    idleTimeoutMs: run.config.idleTimeoutMs,
    killGraceMs: settings()['runs.kill_grace_ms'],
  },
})
