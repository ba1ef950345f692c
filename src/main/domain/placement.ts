import type { AgentId } from '../../shared/model/ids.ts'
import type { Agent } from '../../shared/model/remote-agent.ts'

/*
 * Which agent on another machine does a run that no agent type was asked for: the one that it names, or, where it names
 * nothing and this machine has no place for it, the one with the least to do.
 */

export type Host = Pick<Agent, 'agentId' | 'status' | 'drained' | 'capacity' | 'load' | 'capabilities'>

export interface Placed {
  /** The one that it names; null where anybody may do it. */
  readonly agentId: AgentId | null
  readonly workType: string
}

export interface Places {
  /** Whether any agent has room at all. */
  readonly free: boolean
  find(run: Placed): AgentId | undefined
  /** A run goes there: there is less room now. */
  take(agentId: AgentId): void
}

export function createPlaces(hosts: readonly Host[]): Places {
  const load = new Map(hosts.map((host) => [host.agentId, host.load]))
  const used = ({ agentId, capacity }: Host): number => (load.get(agentId) ?? 0) / capacity
  const open = (host: Host): boolean => host.status !== 'offline' && !host.drained && used(host) < 1
  const leastLoaded = (one: Host, other: Host): number => used(one) - used(other) || one.agentId.localeCompare(other.agentId)
  return {
    get free() {
      return hosts.some(open)
    },
    find: (run) =>
      hosts.filter((host) => open(host) && can(host, run) && (run.agentId ?? host.agentId) === host.agentId).sort(leastLoaded)[0]?.agentId,
    take: (agentId) => void load.set(agentId, (load.get(agentId) ?? 0) + 1),
  }
}

const can = (host: Pick<Host, 'capabilities'>, run: Pick<Placed, 'workType'>): boolean => host.capabilities.includes(run.workType)

/** What a run waits for that names an agent; undefined where that one would take it. */
export function waitsForAgent(name: AgentId, host: Host | undefined, run: Pick<Placed, 'workType'>): string | undefined {
  if (!host) return `the agent ${name}, which has never been heard of`
  if (!can(host, run)) return `the agent ${name}, which cannot do work of type ${run.workType}`
  if (host.status === 'offline') return `the agent ${name}, which is offline`
  if (host.drained) return `the agent ${name}, which is drained and takes nothing new`
  return host.load >= host.capacity ? `the agent ${name}, where all ${host.capacity} places are taken` : undefined
}
