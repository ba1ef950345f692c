import type { RunId, TaskId } from '../../../shared/model/ids.ts'
import type { RunReason } from '../../../shared/model/run-reason.ts'
import type { Cost, EndedRunStatus } from '../../../shared/model/run.ts'
import type { Instant } from '../../../shared/model/time.ts'
import { BadRecord, idFrom, instantFrom, numberAt, recordAt, textAt, type Json } from './read.ts'

export interface OldRun {
  readonly id: RunId
  readonly taskId: TaskId
  readonly status: EndedRunStatus
  readonly reason: RunReason
  readonly exitCode: number | null
  readonly errorMessage: string | null
  readonly sessionId: string | null
  readonly cost: Cost | null
  readonly queuedAt: Instant
  /** As it was written down. */
  readonly queuedThere: string
  readonly startedAt: Instant | null
  readonly finishedAt: Instant
  /** What it kept of its output, beside the log file that it may have. */
  readonly printed: { readonly stdout: string; readonly stderr: string }
}

/** The true exit code stands in the text of the errors only: the field had been overwritten with 0 or 1. */
const exitCodeInErrors = /CLI exited with code (-?\d+)/

export function runFrom(record: Json): OldRun {
  const queuedAt = instantFrom(record['scheduled_time'])
  if (!queuedAt) throw new BadRecord('scheduled_time is no time')
  const errors = textAt(record, 'errors') ?? ''
  const told = exitCodeInErrors.exec(errors)?.[1]
  const startedAt = instantFrom(record['start_time'])
  const stdout = textAt(record, 'raw_output') ?? ''
  const ended = {
    success: ['succeeded', 'exit_code'],
    failed: ['failed', 'exit_code'],
    cancelled: ['cancelled', 'cancelled_by_user'],
    running: ['failed', 'app_stopped'],
    upcoming: ['failed', 'app_stopped'],
  } as const
  const status = textAt(record, 'status') ?? 'upcoming'
  const [to, reason] =
    ended[status as keyof typeof ended] ??
    (() => {
      throw new BadRecord(`status is not known: ${status}`)
    })()
  return {
    id: idFrom(record['id'], 'id') as RunId,
    taskId: idFrom(record['task_id'], 'task_id') as TaskId,
    status: to,
    reason,
    exitCode: told === undefined ? (numberAt(record, 'exit_code') ?? null) : Number(told),
    errorMessage: errors.trim() === '' ? null : errors.trim().slice(0, 2_000),
    sessionId: textAt(record, 'session_id') ?? null,
    cost: costIn(stdout),
    printed: { stdout: stdout || (textAt(record, 'output') ?? ''), stderr: errors },
    queuedAt,
    queuedThere: textAt(record, 'scheduled_time') ?? '',
    startedAt,
    finishedAt: instantFrom(record['end_time']) ?? startedAt ?? queuedAt,
  }
}

/** The last event of the stream that it kept says what the run cost. */
function costIn(stream: string): Cost | null {
  const line = stream.split('\n').findLast((one) => one.includes('"result"') && one.includes('total_cost_usd'))
  if (!line) return null
  try {
    const result = JSON.parse(line) as Json
    const usage = recordAt(result, 'usage')
    return {
      usd: numberAt(result, 'total_cost_usd') ?? null,
      turns: numberAt(result, 'num_turns') ?? null,
      inputTokens: numberAt(usage, 'input_tokens') ?? null,
      outputTokens: numberAt(usage, 'output_tokens') ?? null,
    }
  } catch {
    return null
  }
}
