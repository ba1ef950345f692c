import { describe, expect, test } from 'vitest'
import { Stage, usualPipeline, type Pipeline } from '../../shared/model/goal.ts'
import {
  askedBefore,
  confirmBy,
  filled,
  inStageOrder,
  iterationLimit,
  needsConfirmation,
  nextStep,
  pipelineFor,
  usageOf,
  variablesOf,
  type Progress,
} from './goal.ts'

const progress = (changes: Partial<Progress>): Progress => ({
  stages: Stage.options,
  stage: 'checks',
  ended: 'failed',
  iterations: 0,
  batch: 2,
  confirmed: 0,
  hardCap: 6,
  ...changes,
})

describe('the next step of a goal job', () => {
  test.each([
    ['scaffold', 'code'],
    ['code', 'deps'],
    ['deps', 'checks'],
  ] as const)('after %s comes %s', (stage, next) =>
    expect(nextStep(progress({ stage, ended: 'succeeded' }))).toEqual({ kind: 'run', stage: next, iterations: 0 }),
  )
  test('checks that pass complete it', () =>
    expect(nextStep(progress({ ended: 'succeeded', iterations: 2 }))).toEqual({ kind: 'complete', iterations: 3 }))
  test('checks that fail go back to the first stage', () => {
    expect(nextStep(progress({}))).toEqual({ kind: 'run', stage: 'scaffold', iterations: 1 })
    expect(nextStep(progress({ stages: ['checks'] }))).toMatchObject({ stage: 'checks' })
    expect(nextStep(progress({ stages: [] }))).toMatchObject({ stage: 'checks' })
  })
  test('at the end of a batch it waits, unless it was confirmed through', () => {
    expect(nextStep(progress({ iterations: 1 }))).toEqual({ kind: 'await', iterations: 2 })
    expect(nextStep(progress({ iterations: 1, confirmed: 2 }))).toMatchObject({ kind: 'run' })
    expect(nextStep(progress({ iterations: 2, confirmed: 2 }))).toMatchObject({ kind: 'run', iterations: 3 })
    expect(nextStep(progress({ iterations: 3, confirmed: 2 }))).toEqual({ kind: 'await', iterations: 4 })
  })
  test('at the hard cap it fails at once', () =>
    expect(nextStep(progress({ iterations: 5, confirmed: 4 }))).toMatchObject({ kind: 'fail', iterations: 6 }))
  test.each(['scaffold', 'code', 'deps'] as const)('%s that fails ends it', (stage) =>
    expect(nextStep(progress({ stage }))).toMatchObject({ kind: 'fail', iterations: 0 }),
  )
  test.each(Stage.options)('%s that was stopped ends it', (stage) =>
    expect(nextStep(progress({ stage, ended: 'cancelled' }))).toMatchObject({ kind: 'fail' }),
  )
})

test('a confirmation grants a batch, and never more than the hard cap', () => {
  expect(needsConfirmation({ iterations: 0, batch: 2, confirmed: 0 })).toBe(false)
  expect(iterationLimit({ batch: 2, confirmed: 2, hardCap: 6 })).toBe(4)
  expect(iterationLimit({ batch: 2, confirmed: 5, hardCap: 6 })).toBe(6)
  expect(confirmBy('2026-11-25T10:00:00.000Z')).toBe('2026-11-26T10:00:00.000Z')
  expect(askedBefore('2026-11-26T10:00:00.000Z')).toBe('2026-11-25T10:00:00.000Z')
})

test('a project has the pipeline of its name, or the default one, or the one that comes with the app', () => {
  const own: Pipeline = { name: 'own', stages: usualPipeline.stages }
  const changed: Pipeline = { name: 'default', stages: usualPipeline.stages.slice(3) }
  expect(pipelineFor('own', [own, changed])).toBe(own)
  expect(pipelineFor('other', [own, changed])).toBe(changed)
  expect(pipelineFor(null, [own])).toBe(usualPipeline)
  expect(inStageOrder([...usualPipeline.stages].reverse())).toEqual(usualPipeline.stages)
})

test('values stand where their names stood; a shell command gets variables', () => {
  const values = { goal: 'a $(b) {{feedback}}', iteration: 2, feedback: 'x' }
  expect(
    filled(
      { prompt: 'G {{goal}} I {{ iteration }}', allowed_tools: ['{{feedback}}'], deep: { a: '{{feedback}}' }, max_turns: 3, none: null },
      values,
    ),
  ).toEqual({ prompt: 'G a $(b) {{feedback}} I 2', allowed_tools: ['x'], deep: { a: 'x' }, max_turns: 3, none: null })
  expect(filled({ command: 'echo {{goal}} {{other}}' }, values)).toEqual({ command: 'echo "${YARDMASTER_GOAL}" {{other}}' })
  expect(filled({ command: 3 }, values)).toEqual({ command: 3 })
  expect(variablesOf(values)).toEqual({ YARDMASTER_GOAL: values.goal, YARDMASTER_ITERATION: '2', YARDMASTER_FEEDBACK: 'x' })
})

test('usage never goes below nothing', () => {
  const used = { jobs: 7, jobsPerDay: 5, iterations: 9, hardCap: 6, resetsAt: '2026-11-26T00:00:00.000Z' }
  expect(usageOf(used)).toEqual({
    jobsUsed: 7,
    jobsRemaining: 0,
    iterationsUsed: 9,
    iterationsRemaining: 0,
    dailyLimitResetsAt: used.resetsAt,
  })
  expect(usageOf({ ...used, jobsPerDay: null }).jobsRemaining).toBeNull()
})
