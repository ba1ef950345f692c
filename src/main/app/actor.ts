import type { Clock } from '../ports/clock.ts'

/** On whose behalf, for the audit trail. */
export interface Actor {
  readonly actor: string
  readonly requestId: string
  readonly traceId: string
}

export const engineActor = (clock: Clock): Actor => ({ actor: 'engine', requestId: clock.newId(), traceId: clock.newId() })
