import { isAbsolute, join } from 'node:path'
import type { Failure } from '../../../shared/model/failure.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import type { Deps } from '../deps.ts'
import { conflict, invalid } from '../failures.ts'

export interface Backup {
  readonly path: string
  readonly bytes: number
}

export async function backUp({ store, clock, machine }: Deps, asked: string | undefined): Promise<Result<Backup, Failure>> {
  if (asked !== undefined && !isAbsolute(asked)) return invalid('path', 'must be an absolute path')
  const path = asked ?? join(machine.home, 'backups', `yardmaster-${clock.now().replaceAll(':', '-')}.db`)
  try {
    const bytes = await store.backUp(path)
    return bytes === undefined ? conflict(`There is a file ${path} already, and it stays. Give another name.`) : ok({ path, bytes })
  } catch (error) {
    return fail({
      kind: 'bad_request',
      message: `No backup was made: ${path} cannot be written (${error instanceof Error ? error.message : String(error)})`,
    })
  }
}
