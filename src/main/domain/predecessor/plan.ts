import type { JobId, ProfileId, RunId, TaskId } from '../../../shared/model/ids.ts'
import type { Settings } from '../../../shared/model/settings.ts'
import { jobFrom, type OldJob } from './job-record.ts'
import { profileFrom, type OldProfile } from './profile-record.ts'
import { BadRecord, isRecord, type Json, type Warn } from './read.ts'
import { runFrom, type OldRun } from './run-record.ts'
import { isUntouchedSample } from './samples.ts'
import { settingsFrom } from './settings.ts'
import { taskFrom, type OldTask } from './task-record.ts'

export interface Problem {
  readonly file: string
  readonly index: number | null
  readonly reason: string
}

/** Everything that can be taken over, each entity once; and what cannot, or not as it was, one by one. */
export interface Plan {
  readonly profiles: ReadonlyMap<ProfileId, OldProfile>
  readonly jobs: ReadonlyMap<JobId, OldJob>
  readonly tasks: ReadonlyMap<TaskId, OldTask>
  readonly runs: ReadonlyMap<RunId, OldRun>
  readonly settings: Partial<Settings>
  readonly problems: readonly Problem[]
}

export interface Source {
  readonly name: string
  readonly content: { readonly value: unknown } | { readonly problem: string }
}

type Note = (index: number | null, reason: string) => void

const nothing = () => ({
  profiles: new Map<ProfileId, OldProfile>(),
  jobs: new Map<JobId, OldJob>(),
  tasks: new Map<TaskId, OldTask>(),
  runs: new Map<RunId, OldRun>(),
  settings: {} as Partial<Settings>,
  problems: [] as Problem[],
})
type Growing = ReturnType<typeof nothing>

/** All of it at once. */
export function planOf(files: readonly Source[], how?: Parameters<typeof planning>[1]): Plan {
  const work = planning(files, how)
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value
}

/**
 * The same id in a later file is the same record, and left out: its usual folders may both hold one. May rest after each
 * record: there may be very many.
 */
export function* planning(
  files: readonly Source[],
  how: { readonly skipSamples: boolean } = { skipSamples: false },
): Generator<void, Plan> {
  const plan = nothing()
  for (const { name, content } of files) {
    const note: Note = (index, reason) => void plan.problems.push({ file: name, index, reason })
    if ('problem' in content) note(null, content.problem)
    else if (name === 'settings.json') takeSettings(plan, content.value, note)
    else yield* takeFile(plan, name, content.value, note)
  }
  if (how.skipSamples) for (const [id, task] of plan.tasks) if (isUntouchedSample(task)) plan.tasks.delete(id)
  return plan
}

function takeSettings(plan: Growing, value: unknown, note: Note): void {
  if (!isRecord(value)) return note(null, 'is no object: nothing was taken from it')
  const { values, remarks } = settingsFrom(value)
  plan.settings = { ...values, ...plan.settings }
  for (const remark of remarks) note(null, remark)
}

function* takeFile(plan: Growing, name: string, value: unknown, note: Note): Generator<void> {
  const kind = /^(profiles|jobs|tasks|runs)\.json$/.exec(name)?.[1]
  const take = function* <Row extends { readonly id: string }>(
    from: string,
    into: Map<string, Row>,
    read: (record: Json, warn: Warn) => Row,
  ): Generator<void> {
    for (const [index, record] of (listIn(value, from) ?? []).entries()) {
      takeRecord(record, { into, read, note: (reason) => note(index, reason) })
      yield
    }
  }
  if (kind && !listIn(value, kind)) note(null, 'is no list: nothing was taken from it')
  if (kind === 'profiles') yield* take('profiles', plan.profiles, profileFrom)
  if (kind === 'jobs' || !kind) yield* take('jobs', plan.jobs, jobFrom)
  if (kind === 'tasks' || !kind) yield* take('tasks', plan.tasks, taskFrom)
  if (kind === 'runs') yield* take('runs', plan.runs, runFrom)
  if (isExport(value) && value['version'] !== '1.0')
    note(null, `is of version ${JSON.stringify(value['version']) ?? 'none'}, not "1.0"; what is known of it was taken`)
  if (!kind && !isExport(value)) note(null, 'is neither a list of claude-code-scheduler nor one of its exports')
}

interface Taking<Row> {
  readonly into: Map<string, Row>
  readonly read: (record: Json, warn: Warn) => Row
  readonly note: (reason: string) => void
}

function takeRecord<Row extends { readonly id: string }>(record: unknown, { into, read, note }: Taking<Row>): void {
  try {
    if (!isRecord(record)) throw new BadRecord('is no object')
    const row = read(record, note)
    if (!into.has(row.id)) into.set(row.id, row)
  } catch (error) {
    if (!(error instanceof BadRecord)) throw error
    note(`left out: ${error.message}`)
  }
}

const isExport = (value: unknown): value is Json => isRecord(value) && isRecord(value['job'])

/** A list, a list under its own name, or the part of an export. */
function listIn(value: unknown, kind: string): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value as readonly unknown[]
  if (isExport(value))
    return kind === 'jobs' ? [value['job']] : kind === 'tasks' && Array.isArray(value['tasks']) ? value['tasks'] : undefined
  const named: unknown = isRecord(value) ? value[kind] : undefined
  return Array.isArray(named) ? (named as readonly unknown[]) : undefined
}
