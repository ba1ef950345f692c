import { unmaskedAddress } from '../../domain/broker-address.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { localAgent, type AgentId } from '../../../shared/model/ids.ts'
import type { Agent } from '../../../shared/model/remote-agent.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { workTypes } from '../../../shared/model/work.ts'
import type { Instructions } from '../bus/instructions.ts'
import type { Caller } from '../service.ts'
import { ownerSeenBy } from '../visible.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'

export const agentHandlers = (deps: Deps, instructions: Instructions): Handlers<'agents'> => ({
  list: ({ limit, offset, agentType, status }, caller) => {
    const found = [ownAgent(deps), ...deps.store.agents.list()].filter(
      (agent) =>
        (agentType === undefined || agent.agentType.split(',').includes(agentType)) && (status === undefined || agent.status === status),
    )
    return ok({
      agents: found.slice(offset, offset + limit).map((agent) => shownTo(deps, agent, caller)),
      total: found.length,
      limit,
      offset,
    })
  },
  drain: ({ agentId }) => drain(deps, instructions, { agentId, drained: true }),
  undrain: ({ agentId }) => drain(deps, instructions, { agentId, drained: false }),
})

/** Agents work for everybody; what one is doing now, only those learn whose task it is. */
function shownTo({ store }: Deps, agent: Agent, caller: Caller): Agent {
  const sees = agent.currentTaskId === null || store.visibility.sees(ownerSeenBy(caller), 'task', agent.currentTaskId)
  return sees ? agent : { ...agent, currentTaskId: null }
}

/** This machine's agent needs no heartbeat: its connection says whether it is there. */
function ownAgent({ store, settings, agentOnline }: Deps): Agent {
  const running = store.runs.activeAt(localAgent)
  return {
    agentId: localAgent,
    agentType: 'local',
    status: !agentOnline() ? 'offline' : running.length > 0 ? 'busy' : 'online',
    drained: false,
    capacity: settings()['runs.max_parallel'],
    load: running.length,
    currentTaskId: running[0]?.taskId ?? null,
    capabilities: [...workTypes],
    resources: {},
    lastHeartbeatAt: null,
  }
}

function drain(
  { store }: Deps,
  instructions: Instructions,
  { agentId, drained }: { agentId: AgentId; drained: boolean },
): Result<Agent, Failure> {
  if (!store.agents.drain(agentId, drained))
    return fail({ kind: 'agent_not_found', message: `There is no agent ${agentId} on another machine; only those can be drained` })
  store.journal.append({ type: 'agent.status' })
  instructions.drain(agentId, drained)
  const agent = store.agents.find(agentId)
  return agent ? ok(agent) : fail({ kind: 'agent_not_found', message: `There is no agent ${agentId}` })
}

/** The broker carries everybody's work. */
const ownersOnly = ({ user }: Caller) =>
  user.local ? undefined : fail<Failure>({ kind: 'forbidden', message: 'Only the machine’s owner may look into the broker' })

export const busHandlers = ({ bus, settings }: Deps): Handlers<'bus'> => {
  const withBroker = async <Value>(work: () => Promise<Value>): Promise<Result<Value, Failure>> => {
    const { status, message } = bus.state()
    if (status !== 'ok')
      return fail({ kind: 'bus_unavailable', message: `The broker is not there: ${message}. Set bus.url, or start the broker.` })
    return ok(await work())
  }
  return {
    test: {
      patient: async ({ url: asked }, caller) => {
        const url = asked === undefined ? settings()['bus.url'] : unmaskedAddress(asked, settings()['bus.url'])
        const refused = ownersOnly(caller)
        if (refused) return refused
        if (url === '') return ok({ ok: false, message: 'No broker is set: give its address, amqp://user:password@host/vhost' })
        return bus.test(url).then(
          () => ok({ ok: true, message: 'The broker answers' }),
          (error: unknown) => ok({ ok: false, message: `No connection: ${error instanceof Error ? error.message : String(error)}` }),
        )
      },
    },
    deadLetters: ({ limit, offset }, caller) =>
      ownersOnly(caller) ??
      withBroker(async () => {
        const { letters, total } = await bus.deadLetters({ limit, offset })
        return { letters: [...letters], total, limit, offset }
      }),
    requeue: {
      patient: async ({ ids }, caller) => ownersOnly(caller) ?? withBroker(async () => ({ requeued: await bus.requeue(ids ?? 'all') })),
    },
  }
}
