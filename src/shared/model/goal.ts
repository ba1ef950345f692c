import { z } from 'zod'
import { Instant, TimeLimitMs } from './time.ts'
import { Parameters, WorkType } from './work.ts'

/** The stages of one pass through the pipeline of a goal job, in their order. */
export const Stage = z.enum(['scaffold', 'code', 'deps', 'checks'])
export type Stage = z.infer<typeof Stage>

/** Where a goal job stands, as a word. */
export const StageLabel = z.enum(['queued', 'starting', ...Stage.options, 'ready', 'failed', 'scheduled'])
export type StageLabel = z.infer<typeof StageLabel>

export const Goal = z.string().trim().min(1, 'must not be empty').max(20_000)

export const PipelineName = z.string().trim().min(1, 'must not be empty').max(100)

/**
 * Stage templates, kept as a setting. They are a JSON document that is handed on as it is, so their names are the ones of
 * the JSON here too, like those of parameters.
 */
export const Pipeline = z
  .strictObject({
    name: PipelineName,
    stages: z
      .array(
        z.strictObject({
          stage: Stage,
          work_type: WorkType,
          parameters: Parameters.meta({ description: 'May use {{goal}}, {{iteration}} and {{feedback}}' }),
          timeout_ms: TimeLimitMs.nullish(),
        }),
      )
      .min(1)
      .max(Stage.options.length),
  })
  .meta({ id: 'Pipeline', description: 'What a goal job does in each stage' })
export type Pipeline = z.infer<typeof Pipeline>
export type PipelineStage = Pipeline['stages'][number]

/** What a caller has used of their tier, and what is left. Null where nothing limits it. */
export const Usage = z
  .object({
    jobsUsed: z.int().meta({ description: 'Goal jobs submitted today (UTC), scheduled ones too' }),
    jobsRemaining: z.int().nullable(),
    iterationsUsed: z.int(),
    iterationsRemaining: z.int(),
    dailyLimitResetsAt: Instant,
  })
  .meta({ id: 'Usage' })
export type Usage = z.infer<typeof Usage>

export const EstimatedWait = z
  .object({
    estimateSeconds: z.int(),
    lowerBound: z.int(),
    upperBound: z.int(),
    message: z.string(),
    confidence: z.enum(['medium', 'low']),
  })
  .meta({ id: 'EstimatedWait', description: 'How long a queued goal job will wait, in seconds' })
export type EstimatedWait = z.infer<typeof EstimatedWait>

const shellOf = (command: string) => ({ work_type: 'shell_script' as const, parameters: { command } })
const promptOf = (prompt: string) => ({ work_type: 'code_gen' as const, parameters: { prompt } })

export const usualPipeline: Pipeline = {
  name: 'default',
  stages: [
    {
      stage: 'scaffold',
      ...promptOf(
        'Prepare this folder for the goal below: create what is missing of its structure, and leave what is there. Do not implement the goal yet.\n\nGoal: {{goal}}',
      ),
    },
    {
      stage: 'code',
      ...promptOf(
        'Work on the goal below in this folder, with tests. This is iteration {{iteration}}.\n\nGoal: {{goal}}\n\nWhat the checks said last time (empty in the first iteration):\n{{feedback}}',
      ),
    },
    {
      stage: 'deps',
      ...shellOf(
        'if [ -f package-lock.json ]; then npm ci; elif [ -f package.json ]; then npm install; elif [ -f requirements.txt ]; then python3 -m pip install -r requirements.txt; else echo "nothing to install"; fi',
      ),
    },
    {
      stage: 'checks',
      ...shellOf(
        'if [ -f package.json ]; then npm test; elif [ -f Makefile ]; then make test; elif [ -f requirements.txt ]; then python3 -m pytest; else echo "no checks were found: give this project a pipeline of its own" >&2; exit 1; fi',
      ),
    },
  ],
}
