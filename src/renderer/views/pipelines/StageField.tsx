import type { PipelineStage, Stage } from '../../../shared/model/goal.ts'
import { isCodingAgent, WorkType, workTypes } from '../../../shared/model/work.ts'
import { Area, Field, Select } from '../../ui/Field.tsx'
import { workWord } from '../../ui/work.ts'
import css from './Pipelines.module.css'

interface StageFieldProps {
  readonly stage: PipelineStage
  readonly set: (stage: PipelineStage) => void
}

const stageWords = { scaffold: 'Scaffold', code: 'Code', deps: 'Dependencies', checks: 'Checks' } as const satisfies Record<Stage, string>

type TextParameter = 'prompt' | 'command' | 'message'

/** The parameter that holds what such work is about; undefined where one text does not say it. */
function textOf(type: WorkType): TextParameter | undefined {
  if (isCodingAgent(type)) return 'prompt'
  if (type === 'shell_script' || type === 'test' || type === 'ansible') return 'command'
  return type === 'echo' || type === 'fail' ? 'message' : undefined
}

/** What a stage does: its work type, and the one text that it is about. What else it has is kept. */
export function StageField({ stage, set }: StageFieldProps) {
  const key = textOf(stage.work_type)
  const text = key && stage.parameters[key]
  const change = (type: WorkType): void => {
    const next = textOf(type)
    const others = Object.fromEntries(Object.entries(stage.parameters).filter(([name]) => name !== key))
    set({ ...stage, work_type: type, parameters: next === key ? stage.parameters : { ...others, ...(next && { [next]: text ?? '' }) } })
  }
  return (
    <fieldset className={css.stage}>
      <legend>{stageWords[stage.stage]}</legend>
      <Select
        aria-label={`Work type of the stage ${stage.stage}`}
        value={stage.work_type}
        onChange={(event) => change(WorkType.parse(event.target.value))}
      >
        {workTypes
          .filter((type) => textOf(type) !== undefined || type === stage.work_type)
          .map((type) => (
            <option key={type} value={type}>
              {workWord[type]}
            </option>
          ))}
      </Select>
      {key && (
        <Field label={{ prompt: 'Prompt', command: 'Command', message: 'Message' }[key]}>
          {(ids) => (
            <Area
              {...ids}
              className={css.text ?? ''}
              aria-label={`${stageWords[stage.stage]}: ${key}`}
              value={typeof text === 'string' ? text : ''}
              onChange={(event) => set({ ...stage, parameters: { ...stage.parameters, [key]: event.target.value } })}
            />
          )}
        </Field>
      )}
    </fieldset>
  )
}
