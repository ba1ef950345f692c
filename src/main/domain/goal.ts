import { Stage, usualPipeline, type Pipeline, type Usage } from '../../shared/model/goal.ts'
import type { EndedRunStatus } from '../../shared/model/run.ts'
import type { Parameters } from '../../shared/model/work.ts'
import type { Instant } from '../../shared/model/time.ts'

/*
 * What a goal job does next. One iteration is one pass through its stages; checks that fail open the next one.
 */

export interface Progress {
  readonly stages: readonly Stage[]
  /** The stage whose run has ended, and how. */
  readonly stage: Stage
  readonly ended: EndedRunStatus
  /** Passes that had ended before. */
  readonly iterations: number
  readonly batch: number
  /** Passes that somebody has confirmed beyond the first batch. */
  readonly confirmed: number
  readonly hardCap: number
}

export type Step =
  | { readonly kind: 'run'; readonly stage: Stage; readonly iterations: number }
  | { readonly kind: 'await'; readonly iterations: number }
  | { readonly kind: 'complete'; readonly iterations: number }
  | { readonly kind: 'fail'; readonly iterations: number; readonly why: string }

export function nextStep(progress: Progress): Step {
  const { stages, stage, ended, iterations } = progress
  if (ended === 'cancelled') return { kind: 'fail', iterations, why: `The stage ${stage} was stopped` }
  const next = stages[stages.indexOf(stage) + 1]
  if (ended === 'succeeded') return next ? { kind: 'run', stage: next, iterations } : { kind: 'complete', iterations: iterations + 1 }
  if (stage !== 'checks') return { kind: 'fail', iterations, why: `The stage ${stage} failed` }
  return afterFailedChecks(progress, iterations + 1)
}

function afterFailedChecks({ stages, ...limits }: Progress, iterations: number): Step {
  if (iterations >= limits.hardCap)
    return { kind: 'fail', iterations, why: `The checks still fail after ${iterations} iterations, which are the most there may be` }
  if (needsConfirmation({ ...limits, iterations })) return { kind: 'await', iterations }
  return { kind: 'run', stage: stages[0] ?? 'checks', iterations }
}

/** After each batch, unless it was confirmed through. */
export const needsConfirmation = ({ iterations, batch, confirmed }: Pick<Progress, 'iterations' | 'batch' | 'confirmed'>): boolean =>
  iterations > 0 && iterations % batch === 0 && iterations > confirmed

/** How many passes may be made before somebody has to confirm. */
export const iterationLimit = ({ batch, confirmed, hardCap }: Pick<Progress, 'batch' | 'confirmed' | 'hardCap'>): number =>
  Math.min(hardCap, confirmed + batch)

const confirmWithinMs = 86_400_000

/** An unconfirmed job fails then. */
export const confirmBy = (since: Instant): Instant => new Date(Date.parse(since) + confirmWithinMs).toISOString()

/** Who was asked then or earlier has not answered in time. */
export const askedBefore = (now: Instant): Instant => new Date(Date.parse(now) - confirmWithinMs).toISOString()

/** The pipeline that has the project's name, or else the one named default. */
export const pipelineFor = (projectId: string | null, pipelines: readonly Pipeline[]): Pipeline =>
  pipelines.find(({ name }) => name === projectId) ?? pipelines.find(({ name }) => name === usualPipeline.name) ?? usualPipeline

/** In the order in which they run, whatever order they were written in. */
export const inStageOrder = (stages: Pipeline['stages']): Pipeline['stages'] =>
  Stage.options.flatMap((stage) => stages.filter((one) => one.stage === stage))

export interface Values {
  readonly goal: string
  readonly iteration: number
  readonly feedback: string
}

/** Environment variables of a stage's run; a shell command reads the values from them. */
export const variablesOf = ({ goal, iteration, feedback }: Values): Readonly<Record<string, string>> => ({
  YARDMASTER_GOAL: goal,
  YARDMASTER_ITERATION: String(iteration),
  YARDMASTER_FEEDBACK: feedback,
})

const placeholder = /\{\{\s*(goal|iteration|feedback)\s*\}\}/g

/**
 * Puts the values where a template has their names. A shell command gets references to variables instead, which a shell
 * never reads as commands, whatever a goal says and however the template quotes them.
 */
export const filled = (parameters: Parameters, values: Values): Parameters =>
  Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [key, key === 'command' ? asVariables(value) : withValues(value, values)]),
  )

const asVariables = (value: unknown): unknown =>
  typeof value === 'string' ? value.replace(placeholder, (_, name: string) => `"\${YARDMASTER_${name.toUpperCase()}}"`) : value

function withValues(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return value.replace(placeholder, (_, name: keyof Values) => String(values[name]))
  if (Array.isArray(value)) return value.map((item) => withValues(item, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, withValues(held, values)]))
}

export interface Used {
  readonly jobs: number
  readonly jobsPerDay: number | null
  readonly iterations: number
  readonly hardCap: number
  readonly resetsAt: Instant
}

export const usageOf = ({ jobs, jobsPerDay, iterations, hardCap, resetsAt }: Used): Usage => ({
  jobsUsed: jobs,
  jobsRemaining: jobsPerDay === null ? null : Math.max(0, jobsPerDay - jobs),
  iterationsUsed: iterations,
  iterationsRemaining: Math.max(0, hardCap - iterations),
  dailyLimitResetsAt: resetsAt,
})
