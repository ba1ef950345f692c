import type { RunId } from '../../../shared/model/ids.ts'
import type { Deps } from '../deps.ts'

type Parts = Pick<Deps, 'store' | 'logs'>

/** Deletes the files of runs that are deleted already; answers how many logs there were. */
export async function removeLooseLogs({ store, logs }: Parts, runIds: readonly RunId[]): Promise<number> {
  const removed = await logs.remove(runIds)
  store.transaction(() => store.looseLogs.forget(runIds))
  return removed
}

const atOnce = 500

/** What a crash left between the end of a row and that of its file. */
export async function sweepLooseLogs(parts: Parts): Promise<void> {
  const left = parts.store.looseLogs.all()
  for (let from = 0; from < left.length; from += atOnce) await removeLooseLogs(parts, left.slice(from, from + atOnce))
}
