import type { TaskChanges } from '../../../shared/contract/tasks.ts'
import { AgentType } from '../../../shared/model/agent-type.ts'
import { AgentId } from '../../../shared/model/ids.ts'
import type { Task } from '../../../shared/model/task.ts'

/* Who does a task, as one choice: nobody in particular, agents of a type, or one agent. */

export const ofType = (type: AgentType): string => `type ${type}`
export const ofAgent = (agentId: string): string => `agent ${agentId}`

export function agentFieldOf({ agentType, agentId }: Pick<Task, 'agentType' | 'agentId'>): string {
  if (agentId !== null) return ofAgent(agentId)
  return agentType === null ? '' : ofType(agentType)
}

export function placementFrom(field: string): Pick<TaskChanges, 'agentType' | 'agentId'> {
  const [kind, name] = [field.slice(0, field.indexOf(' ')), field.slice(field.indexOf(' ') + 1)]
  return { agentType: kind === 'type' ? AgentType.parse(name) : null, agentId: kind === 'agent' ? AgentId.parse(name) : null }
}
