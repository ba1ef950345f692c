import { z } from 'zod'
import { AgentId } from '../model/ids.ts'
import { Agent, AgentStatus } from '../model/remote-agent.ts'
import { settingSchemas } from '../model/settings.ts'
import { command, pageInput, pageOf, query } from './operation.ts'

const one = z.strictObject({ agentId: AgentId })

export const DeadLetter = z
  .object({
    id: z.string(),
    queue: z.string().meta({ description: 'Where it came from' }),
    reason: z.string(),
    at: z.string().nullable(),
    body: z.string(),
  })
  .meta({ id: 'DeadLetter', description: 'A message that nobody could use' })

export const agents = {
  list: query({
    summary: 'List agents, this machine’s own first',
    route: 'GET /api/v1/agents',
    scope: 'supervisor:read',
    input: z.strictObject({ agentType: z.string().max(100).optional(), status: AgentStatus.optional(), ...pageInput }),
    output: pageOf('agents', Agent),
  }),
  drain: command({
    summary: 'Let an agent finish what it has, and take nothing new',
    route: 'POST /api/v1/agents/:agentId/drain',
    scope: 'supervisor:write',
    input: one,
    output: Agent,
    failures: ['agent_not_found', 'not_found'],
  }),
  undrain: command({
    summary: 'Let a drained agent take work again',
    route: 'POST /api/v1/agents/:agentId/undrain',
    scope: 'supervisor:write',
    input: one,
    output: Agent,
    failures: ['agent_not_found', 'not_found'],
  }),
}

export const bus = {
  test: command({
    summary: 'Try to connect to a broker',
    route: 'POST /api/bus/test',
    scope: 'supervisor:write',
    input: z.strictObject({ url: settingSchemas['bus.url'].optional().meta({ description: 'The one of the settings when absent' }) }),
    output: z.object({ ok: z.boolean(), message: z.string() }),
  }),
  deadLetters: query({
    summary: 'List messages that nobody could use',
    route: 'GET /api/bus/dead-letters',
    scope: 'supervisor:read',
    input: z.strictObject(pageInput),
    output: z.object({ letters: z.array(DeadLetter), total: z.int(), limit: z.int(), offset: z.int() }),
    failures: ['bus_unavailable'],
  }),
  requeue: command({
    summary: 'Put dead letters back into the queues that they came from',
    route: 'POST /api/bus/dead-letters/requeue',
    scope: 'supervisor:write',
    input: z.strictObject({
      ids: z.array(z.string().min(1).max(100)).min(1).max(1_000).optional().meta({ description: 'All of them when absent' }),
    }),
    output: z.object({ requeued: z.int() }),
    failures: ['bus_unavailable'],
  }),
}
