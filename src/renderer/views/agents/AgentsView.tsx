import { useStore } from '../../state/store.ts'
import { useAgents } from '../../state/agents.ts'
import { AgentTable } from './AgentTable.tsx'
import { BrokerForm } from './BrokerForm.tsx'
import { DeadLetters } from './DeadLetters.tsx'
import css from './Agents.module.css'

/** Who does the work: this machine's agent, those elsewhere, the broker between them, and what got lost there. */
export function AgentsView() {
  const { agents, look } = useAgents()
  const broker = useStore((state) => String(state.settings['bus.url']?.value ?? ''))
  return (
    <div className={css.view}>
      <AgentTable agents={agents} changed={look} />
      {agents.length < 2 && (
        <p className={css.hint}>
          {broker === '' ? (
            'To let other machines help, set a broker below, and start an agent there.'
          ) : (
            <>
              No other machine has been heard of. Start an agent there: <code>yardmaster agent --url … --type infra</code>
            </>
          )}
        </p>
      )}
      <BrokerForm key={broker} url={broker} />
      {broker !== '' && <DeadLetters />}
    </div>
  )
}
