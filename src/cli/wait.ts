import { setTimeout as sleep } from 'node:timers/promises'
import type { RunId } from '../shared/model/ids.ts'
import { hasEnded, type Run } from '../shared/model/run.ts'
import { reachEngine, value } from './engine.ts'
import { Ended, exitCodes } from './exit.ts'

const lookEveryMs = 150

/**
 * Waits for the true end of these runs, also over a restart of the engine, and answers them in their order. Where a run
 * failed and is tried again, or its agent gave it back, its end is that of its last attempt.
 */
export async function waitFor(home: string | undefined, runIds: readonly RunId[]): Promise<Run[]> {
  const runs: Run[] = []
  for (const runId of runIds) runs.push(await lastAttempt(home, runId))
  return runs
}

async function lastAttempt(home: string | undefined, runId: RunId): Promise<Run> {
  for (let id = runId; ;) {
    const run = await untilEnded(home, id)
    const next = run.status === 'failed' || run.reason === 'superseded' ? await whileAway(() => nextAttempt(home, run)) : null
    process.stderr.write(
      `${run.taskName}: ${run.status}${run.errorMessage ? ` (${run.errorMessage})` : ''}${next ? `; attempt ${next.attempt} follows` : ''}\n`,
    )
    if (!next) return run
    id = next.id
  }
}

async function untilEnded(home: string | undefined, runId: RunId): Promise<Run> {
  for (;;) {
    const run = await whileAway(() => value(reachEngine(home).client.runs.get({ runId })))
    if (hasEnded(run.status)) return run
    await sleep(lookEveryMs)
  }
}

/** It is queued in the moment in which the other one ends. */
async function nextAttempt(home: string | undefined, { taskId, traceId, attempt }: Run): Promise<Run | null> {
  const { runs } = await value(reachEngine(home).client.runs.list({ taskId, limit: 500 }))
  return runs.find((run) => run.traceId === traceId && run.attempt === attempt + 1) ?? null
}

/** Asks again while no engine answers. */
async function whileAway<Value>(ask: () => Promise<Value>): Promise<Value> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Ended && error.code === exitCodes.noEngine)) throw error
      await sleep(lookEveryMs)
    }
  }
}
