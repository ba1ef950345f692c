import { z } from 'zod'
import { AgentId, RunId, WorkerId } from './ids.ts'
import { Instant } from './time.ts'

export const WorkerStatus = z.enum(['idle', 'running', 'paused', 'completed', 'failed', 'terminated'])
export type WorkerStatus = z.infer<typeof WorkerStatus>

/** One supervised operating-system process, with its whole tree, that executes a run. */
export const Worker = z.object({
  id: WorkerId,
  agentId: AgentId,
  runId: RunId,
  status: WorkerStatus,
  pid: z.int().nullable(),
  createdAt: Instant,
  updatedAt: Instant,
}).meta({ id: 'Worker' })
export type Worker = z.infer<typeof Worker>
