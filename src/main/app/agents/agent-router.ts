import type { ToAgent } from '../../../shared/model/agent.ts'
import type { AgentLink } from '../../ports/agent-link.ts'
import type { Store } from '../../ports/store.ts'
import type { Instructions } from '../bus/instructions.ts'
import { localAgent } from '../../../shared/model/ids.ts'

/** Says what is about a run to the agent that has it, here or elsewhere. */
export const createRouter =
  (store: Store, link: AgentLink, instructions: Instructions) =>
  (message: ToAgent): boolean => {
    const agentId = 'runId' in message ? store.runs.agentOf(message.runId) : localAgent
    const run = 'runId' in message && agentId !== localAgent ? store.runs.find(message.runId) : undefined
    return run?.agentId ? instructions.tell(run, message) : link.send(message)
  }
