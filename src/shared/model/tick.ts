import { z } from 'zod'
import { RunId, TaskId, TickId } from './ids.ts'
import { Instant } from './time.ts'

export const TickOutcome = z.enum(['started', 'skipped', 'missed'])
export type TickOutcome = z.infer<typeof TickOutcome>

/** One occurrence of a schedule and what became of it. Nothing is ever skipped in silence. */
export const Tick = z
  .object({
    id: TickId,
    taskId: TaskId,
    dueAt: Instant,
    outcome: TickOutcome,
    runId: RunId.nullable(),
    reason: z.string().nullable().meta({ description: 'Why no run was started, as a sentence' }),
  })
  .meta({ id: 'Tick', description: 'One occurrence of a schedule and what became of it' })
export type Tick = z.infer<typeof Tick>
