import { setTimeout as sleep } from 'node:timers/promises'
import type { RunId } from '../shared/model/ids.ts'
import { hasEnded, type Run } from '../shared/model/run.ts'
import { reachEngine, value } from './engine.ts'
import { Ended, exitCodes } from './exit.ts'

const lookEveryMs = 150

/** Waits for the true end of these runs, also over a restart of the engine, and answers them in their order. */
export async function waitFor(home: string | undefined, runIds: readonly RunId[]): Promise<Run[]> {
  const ended = new Map<RunId, Run>()
  while (ended.size < runIds.length) {
    for (const runId of runIds.filter((one) => !ended.has(one))) {
      const run = await look(home, runId)
      if (!run || !hasEnded(run.status)) break
      ended.set(runId, run)
      process.stderr.write(`${run.taskName}: ${run.status}${run.errorMessage ? ` (${run.errorMessage})` : ''}\n`)
    }
    if (ended.size < runIds.length) await sleep(lookEveryMs)
  }
  return runIds.flatMap((runId) => ended.get(runId) ?? [])
}

/** The run as it is, or nothing while no engine answers. */
async function look(home: string | undefined, runId: RunId): Promise<Run | undefined> {
  try {
    return await value(reachEngine(home).client.runs.get({ runId }))
  } catch (error) {
    if (error instanceof Ended && error.code === exitCodes.noServer) return undefined
    throw error
  }
}
