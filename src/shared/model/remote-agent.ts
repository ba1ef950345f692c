import { z } from 'zod'
import { AgentResources } from './envelope.ts'
import { AgentId } from './ids.ts'
import { Instant } from './time.ts'

export const AgentStatus = z.enum(['online', 'busy', 'offline'])
export type AgentStatus = z.infer<typeof AgentStatus>

/** A node that hosts workers: this machine's own, or one that is reached over the broker. */
export const Agent = z
  .object({
    agentId: AgentId,
    agentType: z.string().meta({ description: 'local, or the types that it works for, with commas between them' }),
    status: AgentStatus,
    drained: z.boolean().meta({ description: 'Takes nothing new; what it has goes on' }),
    capacity: z.int().meta({ description: 'How many runs it has at once, at most' }),
    load: z.int().meta({ description: 'How many runs it has now' }),
    currentTaskId: z.string().nullable(),
    capabilities: z.array(z.string()),
    resources: AgentResources,
    lastHeartbeatAt: Instant.nullable(),
  })
  .meta({ id: 'Agent' })
export type Agent = z.infer<typeof Agent>
