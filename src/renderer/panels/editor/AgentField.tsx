import { useWatch } from 'react-hook-form'
import { AgentType, agentTypeOf } from '../../../shared/model/agent-type.ts'
import { localAgent } from '../../../shared/model/ids.ts'
import type { WorkType } from '../../../shared/model/work.ts'
import { useAgents } from '../../state/agents.ts'
import { useStore } from '../../state/store.ts'
import { Field, Select } from '../../ui/Field.tsx'
import { ofAgent, ofType } from './agent-form.ts'
import { useField } from './fields.tsx'
import type { TaskFields } from './form.ts'

/** Who does it; asked only where there is more than this machine, or a task says already. */
export function AgentField() {
  const [workType, chosen] = useWatch<TaskFields, ['workType', 'agent']>({ name: ['workType', 'agent'] })
  const hasBroker = useStore((state) => (state.settings['bus.url']?.value ?? '') !== '')
  return hasBroker || chosen !== '' ? <AgentChoice workType={workType} chosen={chosen} /> : null
}

function AgentChoice({ workType, chosen }: { readonly workType: WorkType; readonly chosen: string }) {
  const { register, problem } = useField('agent')
  const { agents } = useAgents()
  const able = agents.filter((agent) => agent.agentType !== 'local' && agent.capabilities.includes(workType))
  const type = agentTypeOf(workType)
  const types = type ? [type] : AgentType.options
  const offered: readonly (readonly [string, string])[] = [
    ['', 'Whoever has room, this machine first'],
    [ofAgent(localAgent), 'This machine'],
    ...types.map((one) => [ofType(one), `Any agent of type ${one}`] as const),
    ...able.map(({ agentId, status }) => [ofAgent(agentId), status === 'offline' ? `${agentId} (offline)` : agentId] as const),
  ]
  const isOffered = offered.some(([value]) => value === chosen)
  return (
    <Field label="Agent" problem={problem} help="Without one, a task that names a folder stays on this machine.">
      {(ids) => (
        <Select {...ids} {...register}>
          {offered.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
          {!isOffered && <option value={chosen}>{chosen.replace(/^(type|agent) /, '')}</option>}
        </Select>
      )}
    </Field>
  )
}
