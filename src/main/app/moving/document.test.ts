import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toLine } from '../../../shared/contract/case.ts'
import { Document, PortableJob, PortableProfile, PortableTask } from '../../../shared/contract/document.ts'
import { textOf } from '../../../shared/document/text.ts'
import type { Schedule } from '../../../shared/model/schedule.ts'
import { discard, refusal, startEngine, value, type TestEngine } from '../engine.fixture.ts'

let engine: TestEngine
beforeEach(() => {
  engine = startEngine()
})
afterEach(async () => {
  await engine[Symbol.asyncDispose]()
  discard(engine)
})

const asFile = (document: unknown): string => textOf(toLine(Document, document), 'yaml')
const { stringify } = JSON
const contentOf = ({ exportedAt: _at, ...document }: Document): string => stringify(document)
const everything = async (of = engine): Promise<Document> => value(await of.client.moving.export({}))

async function aJob() {
  const profile = value(
    await engine.client.profiles.create({ name: 'Staging', envVars: [{ name: 'TOKEN', source: 'static', value: 'hunter2' }] }),
  )
  const job = value(await engine.client.jobs.create({ name: 'Nightly', profileId: profile.id, labels: ['dark'], workerCount: 3 }))
  const child = value(
    await engine.client.jobs.create({ name: 'Inner', parentJobId: job.id, workingDirectory: { path: '/srv', useGitWorktree: true } }),
  )
  const build = value(
    await engine.client.tasks.create({ name: 'Build', jobId: job.id, command: 'make all', schedule: { type: 'cron', cron: '0 3 * * *' } }),
  )
  const check = value(
    await engine.client.tasks.create({
      name: 'Check',
      jobId: job.id,
      command: 'make check',
      dependsOn: [{ taskId: build.id, when: 'finished' }],
    }),
  )
  value(await engine.client.jobs.setTaskOrder({ jobId: job.id, taskOrder: [check.id, build.id] }))
  return { job, child, build, check, profile }
}

const named = async (name: string) => value(await engine.client.jobs.create({ name })).id

test('a job that was exported and deleted comes back as it was, with what is in it', async () => {
  const { job, child, check, build } = await aJob()
  const exported = value(await engine.client.moving.exportJob({ jobId: job.id }))
  expect(stringify(exported)).not.toContain('hunter2')
  value(await engine.client.jobs.delete({ jobId: job.id, cascade: 'children' }))
  expect(value(await engine.client.moving.importJob({ ...exported, dryRun: true }))).toMatchObject({
    dryRun: true,
    created: 4,
    skipped: 1,
    jobId: job.id,
  })
  expect(refusal(await engine.client.jobs.get({ jobId: job.id }))).toMatchObject({ kind: 'not_found' })
  expect(value(await engine.client.moving.importJob(exported))).toMatchObject({ created: 4, skipped: 1, problems: [], jobId: job.id })
  expect(value(await engine.client.jobs.get({ jobId: job.id }))).toMatchObject({
    name: 'Nightly',
    workerCount: 3,
    labels: ['dark'],
    taskOrder: [check.id, build.id],
    status: 'pending',
  })
  expect(value(await engine.client.jobs.get({ jobId: child.id }))).toMatchObject({
    parentJobId: job.id,
    depth: 1,
    workingDirectory: { useGitWorktree: true },
  })
  expect(value(await engine.client.tasks.get({ taskId: build.id })).nextFireAt).not.toBeNull()
  expect(contentOf(value(await engine.client.moving.exportJob({ jobId: job.id })))).toBe(contentOf(exported))
})

test('jobs that were put in an order come back in it', async () => {
  const [a, b, c] = [await named('a'), await named('b'), await named('c')]
  value(await engine.client.jobs.place({ jobId: c, before: a }))
  value(await engine.client.jobs.place({ jobId: b, before: a }))
  const exported = await everything()
  for (const jobId of [a, b, c]) value(await engine.client.jobs.delete({ jobId }))
  value(await engine.client.moving.import({ from: 'yardmaster', text: asFile(exported) }))
  expect(engine.deps.store.jobs.places(null).map(({ id }) => id)).toEqual([c, b, a])
})

test('what is here already is a conflict that changes nothing; force overwrites, rename brings it in beside, skip leaves it', async () => {
  const { job, build } = await aJob()
  const exported = value(await engine.client.moving.exportJob({ jobId: job.id }))
  value(await engine.client.tasks.update({ taskId: build.id, name: 'Changed here' }))
  expect(refusal(await engine.client.moving.importJob(exported))).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('Nightly') as unknown,
  })
  expect(value(await engine.client.moving.importJob({ ...exported, dryRun: true })).problems).not.toEqual([])
  expect(value(await engine.client.moving.importJob({ ...exported, onConflict: 'skip' }))).toMatchObject({ created: 0, changed: 0 })
  expect(value(await engine.client.tasks.get({ taskId: build.id })).name).toBe('Changed here')

  expect(value(await engine.client.moving.importJob({ ...exported, force: true }))).toMatchObject({
    created: 0,
    changed: 1,
    rows: expect.arrayContaining([{ action: 'change', entity: 'task', id: build.id, name: 'Build', fields: ['name'] }]) as unknown,
  })
  expect(value(await engine.client.tasks.get({ taskId: build.id })).name).toBe('Build')

  const copy = value(await engine.client.moving.importJob({ ...exported, onConflict: 'rename' }))
  expect(copy).toMatchObject({ created: 4 })
  const copied = value(await engine.client.jobs.get({ jobId: copy.jobId ?? job.id }))
  expect(copied).toMatchObject({
    name: 'Nightly (imported)',
    tasks: [{ name: 'Check', dependsOn: [{ when: 'finished' }] }, { name: 'Build' }],
  })
  expect(copied.tasks[0]?.dependsOn[0]?.taskId).toBe(copied.tasks[1]?.id)
})

test('a document with one bad record is refused whole, naming the field', async () => {
  const document = {
    yardmaster: 1 as const,
    jobs: [
      { name: 'Good' },
      { name: 'Bad', tasks: [{ name: 'Bad', command: 'true', profile: 'nowhere', schedule: { type: 'cron' as const, cron: 'soon' } }] },
    ],
  }
  expect(refusal(await engine.client.moving.importJob(document))).toMatchObject({
    kind: 'validation',
    problems: [{ path: 'jobs.1.tasks.0.profile' }],
  })
  expect(value(await engine.client.jobs.list({})).total).toBe(0)
  expect(value(await engine.client.moving.importJob({ ...document, dryRun: true })).problems).toMatchObject([
    { index: 0, reason: expect.stringContaining('nowhere') as unknown },
  ])
})

test('apply makes everything as a file says, by names, and does nothing the second time', async () => {
  const file = join(engine.folder, 'jobs.yaml')
  const text = (command: string) => `
yardmaster: 1
settings: { runs.max_parallel: 7 }
profiles:
  - { name: Staging, env_vars: [{ name: REGION, source: static, value: eu, secret: false }] }
jobs:
  - name: Inner
    parent: Nightly
  - name: Nightly
    profile: Staging
    working_directory: { path: ~/app }
    tasks:
      - name: Check
        command: make check
        depends_on: [{ task: Build }]
      - name: Build
        command: ${command}
        schedule: { type: cron, cron: "0 3 * * *" }
tasks:
  - { name: Loose, prompt: say hello }
`
  writeFileSync(file, text('make all'))
  expect(value(await engine.client.moving.apply({ path: file, dryRun: true }))).toMatchObject({ created: 6, changed: 1, problems: [] })
  expect(value(await engine.client.jobs.list({})).total).toBe(0)
  expect(value(await engine.client.moving.apply({ path: file }))).toMatchObject({ created: 6, changed: 1 })
  expect(value(await engine.client.moving.apply({ path: file }))).toMatchObject({ created: 0, changed: 0, skipped: 7 })
  const jobs = value(await engine.client.jobs.list({})).jobs
  expect(jobs.map((job) => [job.name, job.depth, job.progress.total])).toEqual(
    expect.arrayContaining([
      ['Inner', 1, 0],
      ['Nightly', 0, 2],
    ]),
  )
  expect(value(await engine.client.moving.apply({ text: text('make everything') }))).toMatchObject({
    created: 0,
    changed: 1,
    rows: expect.arrayContaining([expect.objectContaining({ name: 'Build', fields: ['parameters'] })]) as unknown,
  })
  expect(value(await engine.client.settings.get({}))['runs.max_parallel'].value).toBe(7)
  expect(refusal(await engine.client.moving.apply({ text: 'jobs: [' }))).toMatchObject({ kind: 'bad_request' })
  expect(refusal(await engine.client.moving.apply({ text: 'yardmaster: 1\njobs: [{ nmae: x }]' }))).toMatchObject({
    kind: 'validation',
    problems: expect.arrayContaining([{ path: 'jobs.0.nmae', message: 'is not known here' }]) as unknown,
  })
  expect(refusal(await engine.client.moving.apply({ path: '/nowhere.yaml' }))).toMatchObject({ kind: 'not_found' })
})

test('a user takes out and brings in their own rows only, and no settings', async () => {
  await aJob()
  const ada = engine.as({
    actor: 'ada',
    user: { id: 'ada', workspaceId: 'default', tier: null, local: false },
    scopes: new Set(['jobs:read', 'jobs:write']),
  })
  const before = await everything()
  expect(value(await ada.moving.export({}))).toMatchObject({ jobs: [], tasks: [], profiles: [] })
  const report = value(await ada.moving.import({ from: 'yardmaster', text: asFile({ ...before, settings: { 'runs.max_parallel': 9 } }) }))
  expect(report).toMatchObject({
    created: 5,
    problems: expect.arrayContaining([expect.objectContaining({ reason: expect.stringContaining('settings') as unknown })]) as unknown,
  })
  const mine = value(await ada.moving.export({}))
  expect(mine.jobs?.map((job) => job.name)).toEqual(['Nightly', 'Inner'])
  expect(mine.jobs?.some((job) => before.jobs?.some((one) => one.id === job.id))).toBe(false)
  expect(value(await engine.client.settings.get({}))['runs.max_parallel'].value).not.toBe(9)
})

test('a goal job comes over without starting, and can be run', async () => {
  const job = value(await engine.client.jobs.create({ goal: 'Make it fast' }))
  const exported = value(await engine.client.moving.exportJob({ jobId: job.id }))
  const other = startEngine()
  expect(value(await other.client.moving.importJob(exported))).toMatchObject({ created: 1 })
  expect(value(await other.client.jobs.get({ jobId: job.id }))).toMatchObject({
    goal: 'Make it fast',
    status: 'cancelled',
    statusMessage: expect.stringContaining('run it') as unknown,
  })
  expect(value(await other.client.jobs.run({ jobId: job.id })).status).toBe('queued')
  await other[Symbol.asyncDispose]()
  discard(other)
})

const name = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .map((text) => text.trim())
  .filter((text) => text !== '' && !text.includes('\u0000'))
const schedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.constant<Schedule>({ type: 'manual' }),
  fc.integer({ min: 1_000, max: 1_000_000 }).map((everyMs) => ({ type: 'interval' as const, everyMs })),
  fc.constant<Schedule>({
    type: 'calendar',
    calendar: { frequency: 'weekly', time: '09:00', daysOfWeek: [1, 5] },
    timezone: 'Europe/Amsterdam',
  }),
  fc.constant<Schedule>({ type: 'once', at: '2099-01-01T00:00:00.000Z' }),
)
const task = fc.record({
  name,
  description: fc.string({ maxLength: 5 }),
  command: name,
  schedule,
  enabled: fc.boolean(),
  priority: fc.integer({ min: 1, max: 5 }),
  waits: fc.boolean(),
  retry: fc.option(fc.constant({ maxAttempts: 2, delayMs: 1_000 })),
})
const data = fc.record({
  jobs: fc.array(fc.record({ name, nested: fc.boolean(), tasks: fc.array(task, { maxLength: 3 }) }), { maxLength: 3 }),
  loose: fc.array(task, { maxLength: 2 }),
})

test('whatever is exported and imported elsewhere is exported the same again', async () => {
  await fc.assert(
    fc.asyncProperty(data, async ({ jobs, loose }) => {
      const one = startEngine()
      const other = startEngine()
      try {
        for (const [at, job] of jobs.entries()) {
          const parent = job.nested && at > 0 ? value(await one.client.jobs.list({})).jobs[0]?.id : undefined
          const { id } = value(await one.client.jobs.create({ name: job.name, parentJobId: parent ?? null }))
          for (const [index, { waits, ...given }] of job.tasks.entries()) {
            const before = index > 0 && waits ? value(await one.client.jobs.taskOrder({ jobId: id })).taskOrder.at(-1) : undefined
            value(await one.client.tasks.create({ ...given, jobId: id, dependsOn: before ? [{ taskId: before }] : [] }))
          }
        }
        for (const { waits: _waits, ...given } of loose) value(await one.client.tasks.create(given))
        const first = await everything(one)
        const report = value(await other.client.moving.import({ from: 'yardmaster', text: asFile(first) }))
        expect(report).toMatchObject({ problems: [], skipped: 0 })
        expect(sorted(await everything(other))).toEqual(sorted(first))
        expect(value(await other.client.moving.apply({ document: first }))).toMatchObject({ created: 0, changed: 0, problems: [] })
      } finally {
        for (const each of [one, other]) {
          await each[Symbol.asyncDispose]()
          discard(each)
        }
      }
    }),
    { numRuns: 15 },
  )
}, 120_000)

/** Unassigned tasks and profiles that were made in the same millisecond have no order of their own. */
const byId = <Row extends { id?: string | undefined }>(rows: readonly Row[] = []): Row[] =>
  [...rows].sort((a, b) => (a.id ?? '').localeCompare(b.id ?? ''))
const sorted = ({ jobs, tasks, profiles, settings, pipelines }: Document) => ({
  jobs,
  tasks: byId(tasks),
  profiles: byId(profiles),
  settings,
  pipelines,
})

test('whatever people decide about a task, a job or a profile is carried', async () => {
  const { job, build, profile } = await aJob()
  const carriedBy = (row: object) => Object.keys(row).sort()
  const known = (shape: object, ...left: string[]) =>
    Object.keys(shape)
      .filter((field) => !left.includes(field))
      .sort()
  const { jobs, profiles } = value(await engine.client.moving.exportJob({ jobId: job.id }))
  expect(carriedBy(jobs?.[0]?.tasks?.find(({ id }) => id === build.id) ?? {})).toEqual(known(PortableTask.shape, 'command', 'prompt'))
  expect(carriedBy(jobs?.[0] ?? {})).toEqual(known(PortableJob.shape, 'goal', 'projectId'))
  expect(carriedBy(profiles?.find(({ id }) => id === profile.id) ?? {})).toEqual(known(PortableProfile.shape))
})
