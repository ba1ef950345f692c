import type { Clock } from '../../ports/clock.ts'
import type { Identity } from '../service.ts'

/** How long a ticket waits to be used. */
export const ticketTtlMs = 60_000

export interface Tickets {
  issue(identity: Identity): string
  /** Whose it was; it is good no second time. */
  take(ticket: string): Identity | undefined
}

/** Tickets live as long as the engine: nothing that lasts a minute needs a disk. */
export function createTickets(clock: Clock, newSecret: () => string): Tickets {
  const issued = new Map<string, { readonly identity: Identity; readonly expiresAt: number }>()
  const now = (): number => Date.parse(clock.now())
  return {
    issue(identity) {
      for (const [ticket, { expiresAt }] of issued) if (expiresAt <= now()) issued.delete(ticket)
      const ticket = newSecret()
      issued.set(ticket, { identity, expiresAt: now() + ticketTtlMs })
      return ticket
    },
    take(ticket) {
      const held = issued.get(ticket)
      issued.delete(ticket)
      return held && held.expiresAt > now() ? held.identity : undefined
    },
  }
}
