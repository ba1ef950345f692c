import type { Failure } from '../../../shared/model/failure.ts'
import { Stage, type Pipeline } from '../../../shared/model/goal.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import { inStageOrder } from '../../domain/goal.ts'
import { defineWork } from '../../domain/work.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { invalid, notFound } from '../failures.ts'

const settingName = 'pipeline.templates'

export const pipelineHandlers = (deps: Deps): Handlers<'pipelines'> => {
  const all = (): readonly Pipeline[] => deps.settings()[settingName]
  return {
    list: ({ limit, offset }) => ok({ pipelines: all().slice(offset, offset + limit), total: all().length, limit, offset }),
    get: ({ name }) => {
      const found = all().find((pipeline) => pipeline.name === name)
      return found ? ok(found) : notFound('pipeline', name)
    },
    put: (pipeline) => putPipeline(deps, pipeline),
  }
}

/** Creates the pipeline, or replaces the one of its name. Within a transaction. */
export function putPipeline({ store, settings }: Deps, pipeline: Pipeline): Result<Pipeline, Failure> {
  const checked = checkedPipeline(pipeline)
  if (!checked.ok) return checked
  const others = settings()[settingName].filter(({ name }) => name !== pipeline.name)
  store.writeSetting(settingName, [...others, checked.value])
  store.journal.append({ type: 'settings.updated' })
  return checked
}

/** Each stage once, each with parameters that its work type takes. */
function checkedPipeline({ name, stages }: Pipeline): Result<Pipeline, Failure> {
  const twice = Stage.options.find((stage) => stages.filter((one) => one.stage === stage).length > 1)
  if (twice) return invalid('stages', `name ${twice} twice`)
  for (const [index, { work_type: workType, parameters }] of stages.entries()) {
    const work = defineWork({ workType, parameters })
    if (!work.ok) return work.failure.kind === 'validation' ? fail(below(`stages.${index}`, work.failure)) : work
  }
  return ok({ name, stages: inStageOrder(stages) })
}

const below = (path: string, failure: Extract<Failure, { kind: 'validation' }>): Failure => ({
  ...failure,
  problems: failure.problems.map((problem) => ({ ...problem, path: `${path}.${problem.path}` })),
})
