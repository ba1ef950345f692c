import { AgentType } from './agent-type.ts'

/*
 * The broker's objects, by name. Every declaration repeats all arguments: a broker refuses one that differs.
 */

export const replyQueue = 'reply_queue'
export const deadQueue = 'dlx_queue'
export const broadcastExchange = 'broadcast_exchange'
const deadExchange = 'dlx_exchange'
const anyWorkQueue = 'work_queue'

export const workQueueOf = (type: AgentType): string => `${anyWorkQueue}.${type}`

/** An agent's own queue: what the engine says to it alone, and every broadcast. */
export const ownQueueOf = (agentId: string): string => `agent.${agentId}`

const workQueues = [anyWorkQueue, ...AgentType.options.map(workQueueOf)]
const highestPriority = 5
const mostDeadLetters = 10_000
const ownQueueKeptMs = 86_400_000

const dead = { 'x-dead-letter-exchange': deadExchange }

const exchanges = [
  { exchange: broadcastExchange, type: 'fanout', durable: false },
  { exchange: deadExchange, type: 'direct', durable: true },
]

/** What the engine declares. */
export const topology = {
  exchanges,
  queues: [
    ...workQueues.map((queue) => ({ queue, durable: true, arguments: { 'x-max-priority': highestPriority, ...dead } })),
    { queue: replyQueue, durable: true, arguments: dead },
    { queue: deadQueue, durable: true, arguments: { 'x-max-length': mostDeadLetters } },
  ],
  // A dead letter keeps the routing key that it came with: the name of its queue.
  queueBindings: ['', replyQueue, ...workQueues].map((routingKey) => ({ exchange: deadExchange, queue: deadQueue, routingKey })),
}

/** What an agent declares besides. It goes away by itself when the agent has not come back for a day. */
export const ownQueue = (agentId: string) => ({
  queueOptions: { queue: ownQueueOf(agentId), durable: true, arguments: { 'x-expires': ownQueueKeptMs } },
  queueBindings: [{ exchange: broadcastExchange, queue: ownQueueOf(agentId), routingKey: '' }],
})
