import { z } from 'zod'

/** Why a run ended. */
export const RunReason = z.enum([
  'exit_code',
  'signal',
  'timeout',
  'idle_timeout',
  'spawn_error',
  'check_failed',
  'agent_lost',
  'budget',
  'rate_limited',
  'dependency_failed',
  'cancelled_by_user',
  'superseded',
  'app_stopped',
])
export type RunReason = z.infer<typeof RunReason>
