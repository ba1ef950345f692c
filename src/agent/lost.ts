import { join } from 'node:path'
import { logFileOf } from '../shared/log/format.ts'
import { openLogWriter } from '../shared/log/writer.ts'
import type { RunEnd } from '../shared/model/agent.ts'
import { endTree, membersOf, startTimeOf } from './process-tree.ts'
import type { RunRecord } from './record.ts'

/** Nobody is welcomed before it is over. */
const longestGraceMs = 1_000

/**
 * The end of a run whose agent died: what is left of its processes is ended, its log is put in order, and it says so.
 */
export async function endLost({ order, held, startTime }: RunRecord, logs: string): Promise<RunEnd> {
  const tree = { pid: held.pid ?? 0, runId: order.runId }
  // Another process may have the number by now: then only what carries the run's mark is its.
  const same = held.pid !== null && startTime !== null && startTimeOf(held.pid) === startTime
  const known = same ? tree : { ...tree, pid: -1 }
  const left = (await membersOf(known)).length
  if (left > 0) await endTree(known, Math.min(order.killGraceMs, longestGraceMs))
  const errorMessage = `The agent that ran it was lost${left > 0 ? `; ${left} of its processes were still there and were ended` : ''}`
  const log = await openLogWriter({ file: join(logs, logFileOf(order.runId)), now: Date.now, grown: () => {} }).catch(() => null)
  log?.system(errorMessage)
  return {
    outcome: 'failed',
    reason: 'agent_lost',
    exitCode: null,
    signal: null,
    errorMessage,
    startedAt: held.startedAt,
    finishedAt: new Date().toISOString(),
    log: (await log?.close()) ?? held.log,
  }
}
