import { isDeepStrictEqual } from 'node:util'
import type { ImportReport, ImportRow, OnConflict } from '../../../shared/contract/moving.ts'
import type { Failure, FieldProblem } from '../../../shared/model/failure.ts'
import type { JobId, ProfileId } from '../../../shared/model/ids.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import type { Deps } from '../deps.ts'
import { conflict } from '../failures.ts'
import type { Caller } from '../service.ts'
import { ownerSeenBy, visibleTo } from '../visible.ts'

/*
 * What an import gathers while it goes through a document: what became of each record, and why it cannot be.
 */

export interface Importing {
  readonly deps: Deps
  readonly by: Caller
  /** As its problems name it. */
  readonly file: string
  readonly policy: OnConflict
  readonly rows: ImportRow[]
  readonly problems: ImportReport['problems']
  /** What is here already, where that is not to be. */
  readonly conflicts: string[]
  /** What makes it impossible to take the document. */
  readonly wrong: FieldProblem[]
  /** By their ids and names in the document. */
  readonly jobs: Map<string, JobId>
  readonly profiles: Map<string, ProfileId>
}

export type How = Pick<Importing, 'file' | 'policy'> & { readonly dryRun: boolean }

export const startImporting = (deps: Deps, { file, policy }: How, by: Caller): Importing => ({
  deps,
  by,
  file,
  policy,
  rows: [],
  problems: [],
  conflicts: [],
  wrong: [],
  jobs: new Map(),
  profiles: new Map(),
})

/** Where a record stands in the document: `jobs.0.tasks.2`. */
export interface Place {
  readonly path: string
  readonly index: number
}

type Entity = ImportRow['entity']
interface Named {
  readonly id: string
  readonly name: string
}

export const note = ({ file, problems }: Importing, { index }: Place, reason: string): void => void problems.push({ file, index, reason })

export const created = ({ rows }: Importing, entity: Entity, { id, name }: Named): void =>
  void rows.push({ action: 'create', entity, id, name })

export function changed({ rows }: Importing, entity: Entity, { id, name }: Named, fields: readonly string[]): void {
  rows.push(fields.length > 0 ? { action: 'change', entity, id, name, fields: [...fields] } : { action: 'skip', entity, id, name })
}

/** What is here stays as it is; a conflict, where the import is to refuse that. */
export function left({ rows, conflicts, policy }: Importing, entity: Entity, { id, name }: Named): void {
  rows.push({ action: 'skip', entity, id, name })
  if (policy === 'refuse' && (entity === 'job' || entity === 'task')) conflicts.push(`${entity} “${name}” (${id})`)
}

export function refuse(importing: Importing, place: Place, failure: Failure): undefined {
  const problems = failure.kind === 'validation' ? failure.problems : [{ path: '', message: failure.message }]
  for (const { path, message } of problems) {
    const at = [place.path, path].filter(Boolean).join('.')
    // What a task depends on is looked up more than once.
    if (importing.wrong.some((one) => one.path === at && one.message === message)) continue
    importing.wrong.push({ path: at, message })
    note(importing, place, `${at}: ${message}`)
  }
}

export const refuseReference = (importing: Importing, place: Place, field: string, message: string): undefined =>
  refuse(importing, place, { kind: 'validation', message, problems: [{ path: field, message }] })

/** The fields that are given, and otherwise than they are. */
export const differing = (given: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(given).filter((field) => given[field] !== undefined && !isDeepStrictEqual(asWritten(given[field]), asWritten(now[field])))

const asWritten = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null))

/** Only the rows that the caller sees are here for them. */
export const isSeen = ({ deps, by }: Importing, entity: 'job' | 'task' | 'profile', id: string): boolean =>
  deps.store.visibility.sees(ownerSeenBy(by), entity, id)

const namesakes = 500

/** A row of the caller’s by its name, where only one has it. */
export function jobNamed({ deps, by }: Importing, name: string): JobId | 'several' | undefined {
  return onlyOne(deps.store.jobs.list({ q: name, ...visibleTo(by) }, { limit: namesakes, offset: 0 }).items, name)
}
export function profileNamed({ deps, by }: Importing, name: string): ProfileId | 'several' | undefined {
  return onlyOne(deps.store.profiles.list({ q: name, ...visibleTo(by) }, { limit: namesakes, offset: 0 }).items, name)
}

export function onlyOne<Id extends string>(
  rows: readonly { readonly id: Id; readonly name: string }[],
  name: string,
): Id | 'several' | undefined {
  const [first, second] = rows.filter((row) => row.name === name)
  return second ? 'several' : first?.id
}

export function reportOf(
  { rows, problems, conflicts, wrong }: Importing,
  { dryRun }: { readonly dryRun: boolean },
): Result<ImportReport, Failure> {
  const all = [...problems, ...conflicts.map((one) => ({ file: '', index: null, reason: `the ${one} is already here` }))]
  if (!dryRun && wrong.length > 0) return fail({ kind: 'validation', message: `Nothing was taken: ${sentence(wrong)}`, problems: wrong })
  if (!dryRun && conflicts.length > 0)
    return conflict(
      `Nothing was taken, because it is already here: ${conflicts.slice(0, named).join(', ')}${conflicts.length > named ? ` and ${conflicts.length - named} more` : ''}. Overwrite it (force), or choose skip or rename.`,
    )
  return ok(counted(rows, all, dryRun))
}

const named = 10

const sentence = (wrong: readonly FieldProblem[]): string =>
  wrong
    .slice(0, named)
    .map(({ path, message }) => `${path}: ${message}`)
    .join('; ')

export function counted(rows: ImportReport['rows'], problems: ImportReport['problems'], dryRun: boolean): ImportReport {
  const count = (action: ImportRow['action']): number => rows.filter((row) => row.action === action).length
  return { dryRun, created: count('create'), changed: count('change'), skipped: count('skip'), rows, problems }
}
