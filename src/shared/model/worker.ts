import { z } from 'zod'
import { AgentId, JobId, RunId, WorkerId } from './ids.ts'
import { DurationMs, Instant } from './time.ts'
import { Transition } from './transition.ts'

export const WorkerStatus = z.enum(['idle', 'running', 'paused', 'completed', 'failed', 'terminated'])
export type WorkerStatus = z.infer<typeof WorkerStatus>

/** Of all processes of a tree together: 100 is one processor core; memory is what is resident. */
const load = { cpuPercent: z.number(), memoryMb: z.number() }

/** One supervised operating-system process, with its whole tree, that executes a run. */
export const Worker = z
  .object({
    id: WorkerId,
    agentId: AgentId,
    runId: RunId,
    jobId: JobId.nullable(),
    taskName: z.string(),
    workspaceId: z.string(),
    status: WorkerStatus,
    pid: z.int().nullable(),
    cpuPercent: load.cpuPercent.nullable().meta({ description: 'Of its whole process tree when it was measured last; 100 is one core' }),
    memoryMb: load.memoryMb.nullable().meta({ description: 'Resident memory of its whole process tree when it was measured last' }),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .meta({ id: 'Worker', description: 'One supervised process, with its whole tree, that executes a run' })
export type Worker = z.infer<typeof Worker>

/** What a worker used at one moment. */
export const LoadSample = z.object({ at: Instant, ...load, processes: z.int() })
export type LoadSample = z.infer<typeof LoadSample>

export const WorkerDetails = z
  .object({
    ...Worker.shape,
    uptimeMs: DurationMs.nullable().meta({ description: 'Since its process began; null before that' }),
    processes: z.int().nullable(),
    samples: z.array(LoadSample).meta({ description: 'Its last measurements, oldest first' }),
    transitions: z.array(Transition).meta({ description: 'Newest first' }),
  })
  .meta({ id: 'WorkerDetails', description: 'A worker with its load and its transitions' })
export type WorkerDetails = z.infer<typeof WorkerDetails>

export const WorkerMetrics = z
  .object({
    totalWorkers: z.int(),
    byStatus: z.record(WorkerStatus, z.int()),
    cpuPercent: load.cpuPercent.meta({ description: 'Of all living workers; 100 is one core' }),
    memoryMb: load.memoryMb,
  })
  .meta({ id: 'WorkerMetrics' })
export type WorkerMetrics = z.infer<typeof WorkerMetrics>
