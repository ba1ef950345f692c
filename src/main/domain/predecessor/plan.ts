import type { JobId, ProfileId, RunId, TaskId } from '../../../shared/model/ids.ts'
import { BadRecord, isRecord, type Json } from './read.ts'
import { jobFrom, profileFrom, runFrom, taskFrom, type OldJob, type OldProfile, type OldRun, type OldTask } from './records.ts'

export interface Problem { readonly file: string; readonly index: number | null; readonly reason: string }

/** Everything that can be taken over, each entity once; and what cannot, or not as it was, one by one. */
export interface Plan {
  readonly profiles: ReadonlyMap<ProfileId, OldProfile>
  readonly jobs: ReadonlyMap<JobId, OldJob>
  readonly tasks: ReadonlyMap<TaskId, OldTask>
  readonly runs: ReadonlyMap<RunId, OldRun>
  readonly problems: readonly Problem[]
}

export interface Source {
  readonly name: string
  readonly content: { readonly value: unknown } | { readonly problem: string }
}

/** The same id in a later file is the same record, and left out: its usual folders may both hold one. */
export function planOf(files: readonly Source[]): Plan {
  const plan = { profiles: new Map<ProfileId, OldProfile>(), jobs: new Map<JobId, OldJob>(), tasks: new Map<TaskId, OldTask>(), runs: new Map<RunId, OldRun>(), problems: [] as Problem[] }
  for (const { name, content } of files) {
    const note = (index: number | null, reason: string): void => void plan.problems.push({ file: name, index, reason })
    if ('problem' in content) {
      note(null, content.problem)
      continue
    }
    const take = <Row extends { readonly id: string }>(kind: string, into: Map<string, Row>, read: (record: Json, warn: (message: string) => void) => Row): void => {
      const list = listIn(content.value, kind)
      if (!list) return
      for (const [index, record] of list.entries()) takeRecord(record, { into, read, note: (reason) => note(index, reason) })
    }
    const kind = /^(profiles|jobs|tasks|runs)\.json$/.exec(name)?.[1]
    if (kind && !listIn(content.value, kind)) note(null, 'is no list: nothing was taken from it')
    if (kind === 'profiles') take('profiles', plan.profiles, profileFrom)
    if (kind === 'jobs' || !kind) take('jobs', plan.jobs, jobFrom)
    if (kind === 'tasks' || !kind) take('tasks', plan.tasks, taskFrom)
    if (kind === 'runs') take('runs', plan.runs, runFrom)
    if (!kind && !isExport(content.value)) note(null, 'is neither a list of claude-code-scheduler nor one of its exports')
  }
  return plan
}

interface Taking<Row> {
  readonly into: Map<string, Row>
  readonly read: (record: Json, warn: (message: string) => void) => Row
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
  if (isExport(value)) return kind === 'jobs' ? [value['job']] : kind === 'tasks' && Array.isArray(value['tasks']) ? value['tasks'] : undefined
  const named: unknown = isRecord(value) ? value[kind] : undefined
  return Array.isArray(named) ? named as readonly unknown[] : undefined
}
