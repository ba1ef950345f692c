import type { FromAgent, RunEnd } from '../../shared/model/agent.ts'
import { WorkResult, WorkStatus } from '../../shared/model/envelope.ts'
import type { RunId } from '../../shared/model/ids.ts'
import { readLogPage } from '../../shared/log/reader.ts'
import type { RunRecord } from '../record.ts'
import type { LogSender } from './log-sender.ts'
import type { Transport } from './transport.ts'

export interface Telling {
  tell(message: FromAgent): void
  /** Says again how a run ended. */
  tellEnd(record: RunRecord): void
  forget(runId: RunId): void
}

export interface TellingParts {
  readonly name: string
  readonly transport: Transport
  readonly logs: LogSender
  readonly logFileOf: (runId: RunId) => string
  readonly recordOf: (runId: RunId) => RunRecord | undefined
  readonly complain: (error: unknown, what: string) => void
}

const outcomes = { succeeded: 'completed', failed: 'failed', cancelled: 'cancelled' } as const
const tailLines = 50

/** What happens to runs, as messages; those of one run one after the other, so that nobody hears of an end before its log. */
export function createTelling({ name, transport, logs, logFileOf, recordOf, complain }: TellingParts): Telling {
  const chains = new Map<RunId, Promise<void>>()
  const logWaits = new Set<RunId>()

  const next = (runId: RunId, work: () => Promise<unknown>): void => {
    const chain = (chains.get(runId) ?? Promise.resolve()).then(work).then(
      () => {},
      (error: unknown) => complain(error, `what happened to run ${runId} could not be told`),
    )
    chains.set(runId, chain)
  }

  const status = (runId: RunId, what: Pick<WorkStatus, 'status' | 'pid' | 'sessionId'>): void => {
    const work = workOf(recordOf(runId))
    if (!work) return
    next(runId, async () => {
      // Its end says that it had begun; only a process has more to its beginning than that.
      if (what.pid === null && recordOf(runId)?.held.end) return
      await transport.tell(WorkStatus, { ...work.meant, ...what }, { type: 'work_status', traceId: work.traceId })
    })
  }

  const sendLog = (runId: RunId): void => {
    // One that waits for its turn will send everything that has come until then.
    if (logWaits.has(runId)) return
    logWaits.add(runId)
    next(runId, async () => {
      logWaits.delete(runId)
      await logs.send(runId)
    })
  }

  const tellEnd = (record: RunRecord, end: RunEnd | null = record.held.end): void => {
    const work = workOf(record)
    if (!work || !end) return
    const { runId } = record.order
    next(runId, async () => {
      await logs.send(runId, end.log.lines)
      await transport.tell(
        WorkResult,
        {
          ...work.meant,
          status: outcomes[end.outcome],
          exitCode: end.exitCode,
          errorMessage: end.errorMessage,
          agentId: name,
          end,
          durationMs: end.startedAt === null ? null : Math.max(0, Date.parse(end.finishedAt) - Date.parse(end.startedAt)),
          output: await tailOf(logFileOf(runId), end),
        },
        { type: 'work_result', traceId: work.traceId },
      )
    })
  }

  return {
    tellEnd,
    tell(message) {
      switch (message.type) {
        case 'started':
          return status(message.runId, { status: 'running', pid: message.pid })
        case 'paused':
          return status(message.runId, { status: 'paused' })
        case 'resumed':
          return status(message.runId, { status: 'running' })
        case 'session':
          return status(message.runId, { status: 'running', sessionId: message.sessionId })
        case 'refused':
          return status(message.runId, { status: 'refused' })
        case 'log':
          return sendLog(message.runId)
        case 'ended': {
          const record = recordOf(message.runId)
          return record && tellEnd(record, message.end)
        }
        case 'welcome':
        case 'profile_tested':
        case 'usage':
        // What nobody asks of an agent elsewhere.
        case 'worktrees':
        case 'worktree_removed':
          return
      }
    },
    forget(runId) {
      void chains.get(runId)?.then(() => chains.delete(runId))
      logs.forget(runId)
    },
  }
}

function workOf(record: RunRecord | undefined) {
  if (!record?.order.taskId) return undefined
  const { runId, taskId, attempt, traceId } = record.order
  return { traceId, meant: { runId, taskId, attempt } }
}

async function tailOf(file: string, { log }: RunEnd): Promise<string | null> {
  const { lines } = await readLogPage(file, { fromLine: Math.max(1, log.lines - tailLines + 1), limit: tailLines })
  return (
    lines
      .filter((line) => line.stream !== 'system')
      .map((line) => `${line.text}\n`)
      .join('') || null
  )
}
