import type { AgentId } from '../../shared/model/ids.ts'
import type { Agent } from '../../shared/model/remote-agent.ts'
import type { AgentStore } from '../ports/agents.ts'
import { json } from './json.ts'
import type { Row, Sql } from './statements.ts'

const selected = `
  select *,
    (select count(*) from runs where agent_id = agents.id and status in ('starting', 'running', 'paused')) as load,
    (select task_id from runs where agent_id = agents.id and status in ('starting', 'running', 'paused') order by seq limit 1) as task_now
  from agents`

export function createAgentStore(sql: Sql): AgentStore {
  const find = (id: AgentId): Agent | undefined => {
    const row = sql.one(`${selected} where id = :id`, { id })
    return row && agentFrom(row)
  }
  return {
    find,
    list: () => sql.all(`${selected} order by id`).map(agentFrom),
    hear(beat, status, at) {
      sql.run(
        `
        insert into agents (id, agent_type, status, capacity, capabilities, resources, current_task_id, last_heartbeat_at, created_at)
        values (:id, :agentType, :status, :capacity, :capabilities, :resources, :currentTaskId, :at, :at)
        on conflict (id) do update
        set agent_type = :agentType, status = :status, capacity = :capacity, capabilities = :capabilities, resources = :resources,
          current_task_id = :currentTaskId, last_heartbeat_at = :at`,
        {
          id: beat.agentId,
          agentType: beat.agentType,
          status,
          capacity: beat.capacity ?? 1,
          capabilities: JSON.stringify(beat.capabilities ?? []),
          resources: JSON.stringify(beat.resources ?? {}),
          currentTaskId: beat.currentTaskId ?? null,
          at,
        },
      )
    },
    touch: (id, at) => void sql.run('update agents set last_heartbeat_at = :at where id = :id', { id, at }),
    loseSilentSince: (at) =>
      sql
        .all(
          `
      update agents
      set status = 'offline', current_task_id = null
      where status <> 'offline' and last_heartbeat_at <= :at
      returning id`,
          { at },
        )
        .map((row) => row['id'] as AgentId),
    drain: (id, drained) => sql.run('update agents set drained = :drained where id = :id', { id, drained: Number(drained) }) === 1,
  }
}

const agentFrom = (row: Row): Agent =>
  ({
    agentId: row['id'],
    agentType: row['agent_type'],
    status: statusOf(row),
    drained: row['drained'] === 1,
    capacity: row['capacity'],
    load: Number(row['load']),
    currentTaskId: row['task_now'] ?? row['current_task_id'],
    capabilities: json(row['capabilities']),
    resources: json(row['resources']),
    lastHeartbeatAt: row['last_heartbeat_at'],
  }) as Agent

/** Who has work is busy from the moment when it was given, not from the next heartbeat on. */
const statusOf = (row: Row): unknown => (row['status'] === 'online' && Number(row['load']) > 0 ? 'busy' : row['status'])
