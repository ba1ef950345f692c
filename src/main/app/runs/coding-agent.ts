import type { CodingAgentOrder } from '../../../shared/model/agent.ts'
import type { RunConfig } from '../../../shared/model/run.ts'
import { isCodingAgent, type CodingAgentWork } from '../../../shared/model/work.ts'
import { codingWorkOf } from '../../domain/work.ts'
import type { ActiveRun } from '../../ports/runs.ts'
import type { Deps } from '../deps.ts'

/** The coding agent that a run wants, and the session that it goes on with; null for other work. */
export function codingAgentFor(
  { settings, store }: Pick<Deps, 'settings' | 'store'>,
  { config, taskId }: Pick<ActiveRun, 'config' | 'taskId'>,
): CodingAgentOrder | null {
  if (!isCodingAgent(config.workType)) return null
  const now = settings()
  const limits = [config.spendLimit?.perRunUsd, now['spend.per_run_usd']].filter((limit) => typeof limit === 'number')
  return {
    ...programFor(config, { kind: now['coding_agent.kind'], command: now['coding_agent.command'] }),
    args: now['coding_agent.args'],
    sessionId: goesOn(config) ? store.runs.lastSession(taskId) : null,
    resultGraceMs: now['coding_agent.result_grace_ms'],
    maxCostUsd: limits.length > 0 ? Math.min(...limits) : null,
  }
}

/** claude_code and codex are what they say; the settings name the program where it is of that kind, and that of all other work. */
function programFor(
  { workType }: RunConfig,
  own: { readonly kind: CodingAgentOrder['dialect']; readonly command: string },
): Pick<CodingAgentOrder, 'dialect' | 'program'> {
  const named = workType === 'claude_code' ? 'claude' : workType === 'codex' ? 'codex' : own.kind
  return { dialect: named, program: named === own.kind ? own.command : named }
}

const goesOn = ({ parameters }: RunConfig): boolean => parameters['session_mode'] === 'resume' || parameters['session_mode'] === 'fork'

/** What a prompt means where no type of work is named. */
export const usualCodingWork = ({ settings }: Pick<Deps, 'settings'>): CodingAgentWork => codingWorkOf[settings()['coding_agent.kind']]
