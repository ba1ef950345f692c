import { linePayload } from '../../../shared/contract/envelope-line.ts'
import { Instruction, orchestrator, WorkRequest, type Envelope } from '../../../shared/model/envelope.ts'
import type { AgentId } from '../../../shared/model/ids.ts'
import type { Run } from '../../../shared/model/run.ts'
import type { Clock } from '../../ports/clock.ts'

type Of = Pick<Run, 'id' | 'taskId' | 'attempt' | 'traceId' | 'requestId' | 'config'>

const around = (clock: Clock, run: Pick<Of, 'traceId' | 'requestId' | 'config'> | undefined) =>
  ({
    protocolVersion: '1.0',
    messageId: clock.newId(),
    fromAgent: orchestrator,
    timestamp: clock.now(),
    traceId: run?.traceId ?? null,
    requestId: run?.requestId ?? null,
    priority: run?.config.priority ?? 3,
  }) as const

/** A run for the queue of its agent type. What only its agent may know (its profile) comes when it was granted. */
export const requestOf = (clock: Clock, run: Of): Envelope => ({
  ...around(clock, run),
  toAgent: null,
  type: 'work_request',
  payload: linePayload(WorkRequest, {
    taskId: run.taskId,
    runId: run.id,
    attempt: run.attempt,
    workType: run.config.workType,
    parameters: run.config.parameters,
    limits: { timeoutMs: run.config.timeoutMs, idleTimeoutMs: run.config.idleTimeoutMs },
  }),
})

export const instructionFor = (
  clock: Clock,
  toAgent: AgentId | null,
  run: Of | undefined,
  instruction: Omit<Instruction, 'runId' | 'taskId' | 'attempt'>,
): Envelope => ({
  ...around(clock, run),
  toAgent,
  type: 'work_status',
  payload: linePayload(Instruction, { runId: run?.id ?? null, taskId: run?.taskId ?? null, attempt: run?.attempt ?? null, ...instruction }),
})
