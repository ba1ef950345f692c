import { Pause, Play } from 'lucide-react'
import type { Agent } from '../../../shared/model/remote-agent.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useStore } from '../../state/store.ts'
import { IconButton } from '../../ui/Button.tsx'
import { ago } from '../../ui/format.ts'
import { useNow } from '../../ui/now.ts'
import { StateShape } from '../../ui/StateShape.tsx'
import type { Look } from '../../ui/states.ts'
import css from './Agents.module.css'

interface AgentTableProps {
  readonly agents: readonly Agent[]
  readonly changed: () => void
}

export function AgentTable({ agents, changed }: AgentTableProps) {
  return (
    <div className={css.scroll}>
      <table className={css.table} aria-label="Agents">
        <thead>
          <tr>
            <th>Agent</th>
            <th>State</th>
            <th>Runs</th>
            <th>Works on</th>
            <th>Machine</th>
            <th>Heard</th>
            <th>
              <span className={css.hidden}>Drain</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {agents.map((agent) => (
            <AgentRow key={agent.agentId} agent={agent} changed={changed} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

const agentLooks = {
  online: { shape: 'tick', word: 'Ready', tone: 'green' },
  busy: { shape: 'ring', word: 'Busy', tone: 'blue' },
  offline: { shape: 'cross', word: 'Offline', tone: 'red' },
} as const satisfies Record<Agent['status'], Look>

function AgentRow({ agent, changed }: { readonly agent: Agent; readonly changed: () => void }) {
  const now = useNow()
  const task = useStore((state) => [...state.tasks.values()].find(({ id }) => id === agent.currentTaskId)?.name)
  const isLocal = agent.agentType === 'local'
  return (
    <tr>
      <th scope="row" title={agent.capabilities.join(', ')}>
        <b>{isLocal ? 'This machine' : agent.agentId}</b>
        <span>{isLocal ? 'local' : agent.agentType.replaceAll(',', ', ')}</span>
      </th>
      <td>
        <span className={css.state}>
          <StateShape look={agentLooks[agent.status]} silent />
          {agentLooks[agent.status].word}
          {agent.drained && ', draining'}
        </span>
      </td>
      <td className={css.number}>
        {agent.load} of {agent.capacity}
      </td>
      <td className={css.task} title={task}>
        {agent.currentTaskId ? (task ?? agent.currentTaskId.slice(0, 8)) : '–'}
      </td>
      <td className={css.machine}>{machine(agent)}</td>
      <td>{agent.lastHeartbeatAt ? ago(agent.lastHeartbeatAt, now) : agent.status === 'offline' ? '–' : 'connected'}</td>
      <td>
        <Drain agent={agent} changed={changed} isLocal={isLocal} />
      </td>
    </tr>
  )
}

function Drain({
  agent: { agentId, drained },
  changed,
  isLocal,
}: {
  readonly agent: Agent
  readonly changed: () => void
  readonly isLocal: boolean
}) {
  const client = useClient()
  const turn = (): void => void told(drained ? client.agents.undrain({ agentId }) : client.agents.drain({ agentId })).then(changed)
  return (
    <IconButton
      icon={drained ? Play : Pause}
      label={drained ? `Let ${agentId} take work again` : `Drain ${agentId}`}
      hint={drained ? undefined : 'It finishes what it has, and takes nothing new'}
      unavailable={isLocal ? 'This machine’s own agent follows the settings: runs at once' : undefined}
      onClick={turn}
    />
  )
}

function machine({ resources }: Agent): string {
  const parts = [
    typeof resources.cpu_percent === 'number' && `CPU ${Math.round(resources.cpu_percent)} %`,
    typeof resources.memory_percent === 'number' && `memory ${Math.round(resources.memory_percent)} %`,
    resources.gpu,
  ].filter(Boolean)
  return parts.join(', ') || '–'
}
