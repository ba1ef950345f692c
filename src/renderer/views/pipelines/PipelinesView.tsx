import { useCallback, useEffect, useState } from 'react'
import type { Pipeline, PipelineStage } from '../../../shared/model/goal.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import css from './Pipelines.module.css'

/** What goal jobs do in each stage. A project uses the pipeline of its name. */
export function PipelinesView() {
  const client = useClient()
  const [all, setAll] = useState<readonly Pipeline[]>([])
  const [edited, setEdited] = useState<Pipeline | null>(null)
  const read = useCallback(async (): Promise<void> => {
    const answer = await told(client.pipelines.list({ limit: 500 }))
    if (!answer) return
    setAll(answer.pipelines)
    setEdited((now) => now ?? answer.pipelines[0] ?? null)
  }, [client])
  useEffect(() => { void read() }, [read])
  const save = async (): Promise<void> => {
    if (edited && await told(client.pipelines.put(edited))) await read()
  }
  return (
    <div className={css.pipelines}>
      <nav className={css.names} aria-label="Pipelines">
        {all.map((one) => <button key={one.name} type="button" aria-current={one.name === edited?.name || undefined} onClick={() => setEdited(one)}>{one.name}</button>)}
      </nav>
      {edited && <Stages pipeline={edited} change={setEdited} save={() => void save()} />}
    </div>
  )
}

interface StagesProps { readonly pipeline: Pipeline; readonly change: (pipeline: Pipeline) => void; readonly save: () => void }

function Stages({ pipeline, change, save }: StagesProps) {
  const set = (stage: PipelineStage): void => change({ ...pipeline, stages: pipeline.stages.map((one) => one.stage === stage.stage ? stage : one) })
  return (
    <div className={css.stages}>
      <p className={css.words}>{'{{goal}}, {{iteration}} and {{feedback}} stand for what the job wants, its pass, and what the checks said last.'}</p>
      <Field label="Name" help="A new name makes a copy: the pipeline of the project of that name.">{(ids) => <Input {...ids} value={pipeline.name} onChange={(event) => change({ ...pipeline, name: event.target.value })} />}</Field>
      {pipeline.stages.map((stage) => <StageField key={stage.stage} stage={stage} set={set} />)}
      <div className={css.buttons}><Button tone="primary" onClick={save}>Save pipeline</Button></div>
    </div>
  )
}

/** The one text that a stage is about: its command or its prompt. */
function StageField({ stage, set }: { readonly stage: PipelineStage; readonly set: (stage: PipelineStage) => void }) {
  const key = 'command' in stage.parameters ? 'command' : 'prompt' in stage.parameters ? 'prompt' : 'message'
  const text = stage.parameters[key]
  return (
    <Field label={`${stage.stage} (${stage.work_type})`}>
      {(ids) => <textarea {...ids} spellCheck={false} value={typeof text === 'string' ? text : ''} onChange={(event) => set({ ...stage, parameters: { ...stage.parameters, [key]: event.target.value } })} />}
    </Field>
  )
}
