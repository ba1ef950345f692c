import { piecemeal } from '../../../shared/machine/piecemeal.ts'
import type { RunId, TaskId } from '../../../shared/model/ids.ts'
import type { LogSize } from '../../../shared/model/run.ts'
import type { Plan } from '../../domain/predecessor/plan.ts'
import type { OldRun } from '../../domain/predecessor/run-record.ts'
import type { ImportFiles, OldLine } from '../../ports/import-files.ts'
import type { Deps } from '../deps.ts'
import { removeLooseLogs } from '../runs/loose-logs.ts'

export type Sizes = ReadonlyMap<RunId, LogSize>

interface From {
  readonly plan: Plan
  readonly files: ImportFiles
  readonly path: string | undefined
}

/**
 * Runs `work` with the logs of the predecessor's runs already written, so that a run and its log are there together. They
 * are loose until then: whatever becomes of the import, no file stays that no run names.
 */
export async function withOldLogs<Value>(deps: Deps, from: From, work: (sizes: Sizes) => Promise<Value>): Promise<Value> {
  const { store } = deps
  const isKnown = (taskId: TaskId): boolean => from.plan.tasks.has(taskId) || store.tasks.find(taskId) !== undefined
  const fresh = await piecemeal(filtered([...from.plan.runs.values()], ({ id, taskId }) => !store.runs.find(id) && isKnown(taskId)))
  const ids = fresh.map(({ id }) => id)
  store.transaction(() => store.looseLogs.add(ids))
  try {
    return await work(await writeLogs(deps, fresh, from))
  } finally {
    await removeLooseLogs(deps, await piecemeal(filtered(ids, (id) => !store.runs.find(id))))
  }
}

/** May rest after each: there may be very many. */
function* filtered<Item>(items: readonly Item[], fits: (item: Item) => boolean): Generator<void, Item[]> {
  const found: Item[] = []
  for (const item of items) {
    if (fits(item)) found.push(item)
    yield
  }
  return found
}

async function writeLogs({ logs }: Deps, runs: readonly OldRun[], { files, path }: From): Promise<Sizes> {
  const sizes = new Map<RunId, LogSize>()
  for (const run of runs) {
    const lines = (await files.predecessorLog(run.id, path)) ?? printed(run)
    if (lines) sizes.set(run.id, await logs.keep(run.id, run.startedAt ?? run.queuedAt, lines))
  }
  return sizes
}

/** What the run's own record kept, where it has no log file. */
function printed({ printed: { stdout, stderr } }: OldRun): AsyncIterable<OldLine> | undefined {
  return stdout === '' && stderr === '' ? undefined : linesIn({ stdout, stderr })
}

async function* linesIn(texts: { readonly stdout: string; readonly stderr: string }): AsyncGenerator<OldLine> {
  for (const stream of ['stdout', 'stderr'] as const) {
    if (texts[stream] !== '') for (const text of texts[stream].replace(/\r?\n$/, '').split(/\r?\n/)) yield { stream, text }
  }
}
