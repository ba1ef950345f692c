import type { Failure } from '../../shared/model/failure.ts'
import type { WorkingDirectory } from '../../shared/model/job.ts'
import { fail, type Result } from '../../shared/model/result.ts'
import { isAbsoluteFolder } from '../domain/folder.ts'

type Refusal = Extract<Result<never, Failure>, { ok: false }>

export const notFound = (entity: string, id: string): Refusal =>
  fail({ kind: 'not_found', message: `There is no ${entity} ${id}`, entity, id })

export const conflict = (message: string): Refusal => fail({ kind: 'conflict', message })

/** @param path of the field, in camelCase: each transport spells it its own way */
export const invalid = (path: string, message: string): Refusal =>
  fail({ kind: 'validation', message: `${path}: ${message}`, problems: [{ path, message }] })

export const wrongState = (currentState: string, requestedState: string, message: string): Refusal =>
  fail({ kind: 'invalid_state_transition', message, currentState, requestedState })

export const badFolder = (folder: WorkingDirectory | null | undefined): Refusal | undefined =>
  folder && !isAbsoluteFolder(folder.path) ? invalid('workingDirectory.path', 'must be an absolute folder, or start with ~/') : undefined

/** A change names only what changes of the folder: the rest of it stays. Null takes it away. */
export const mergedFolder = (before: WorkingDirectory | null, change: WorkingDirectory | null | undefined): WorkingDirectory | null =>
  change === undefined ? before : change && { ...before, ...change }
