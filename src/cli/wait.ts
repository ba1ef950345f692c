import { setTimeout as sleep } from 'node:timers/promises'
import type { RunId } from '../shared/model/ids.ts'
import { hasEnded, type Run } from '../shared/model/run.ts'
import { EngineUnreachable } from '../shared/contract/http-wire.ts'
import { Ended, exitCodes, type ExitCode } from './exit.ts'
import { reachEngine, value } from './engine.ts'

const lookEveryMs = 150

/** Waits for the true end of these runs, also over a restart of the engine. 0 when all succeeded, else 1. */
export async function waitFor(home: string | undefined, runIds: readonly RunId[]): Promise<ExitCode> {
  const open = new Set(runIds)
  let failed = false
  while (open.size > 0) {
    for (const runId of open) {
      const run = await look(home, runId)
      if (!run || !hasEnded(run.status)) continue
      open.delete(runId)
      failed ||= run.status !== 'succeeded'
      process.stderr.write(`${run.taskName}: ${run.status}${run.errorMessage ? ` (${run.errorMessage})` : ''}\n`)
    }
    if (open.size > 0) await sleep(lookEveryMs)
  }
  return failed ? exitCodes.failed : exitCodes.ok
}

/** The run as it is, or nothing while no engine answers. */
async function look(home: string | undefined, runId: RunId): Promise<Run | undefined> {
  try {
    return await value(reachEngine(home).client.runs.get({ runId }))
  } catch (error) {
    if (error instanceof EngineUnreachable || (error instanceof Ended && error.code === exitCodes.noServer)) return undefined
    throw error
  }
}
