import { protocolVersion, type FromAgent } from '../../../shared/model/agent.ts'
import type { AgentLink } from '../../ports/agent-link.ts'
import type { Store } from '../../ports/store.ts'

export interface LocalAgentParts {
  readonly store: Store
  readonly link: AgentLink
  /** The engine's, which it is greeted with. */
  readonly version: string
  readonly failed: (error: unknown, what: string) => void
}

/** This machine's own agent, as far as the engine knows of it. */
export interface LocalAgent {
  isOnline(): boolean
  /** Why it is not there, while it is not. */
  trouble(): string
  /** Opens the link; what the agent says is handed to `record`. */
  open(record: (messages: readonly FromAgent[]) => void): void
  /** Does the work. Where it fails the agent is asked again: it keeps every run until it is told to forget it. */
  guarded(what: string, work: () => void): void
}

/** How long after a failure of the storage the agent is asked again for what could not be recorded. */
const retryAfterMs = 1_000

export function createLocalAgent({ store, link, version, failed }: LocalAgentParts): LocalAgent {
  const state = { online: false, trouble: 'not connected yet' }
  const announce = (): void => store.transaction(() => store.journal.append({ type: 'agent.status' }))
  const greet = (): void => void link.send({ type: 'hello', protocolVersion, engineVersion: version })

  const guarded = (what: string, work: () => void): void => {
    try {
      work()
    } catch (error) {
      failed(error, what)
      setTimeout(greet, retryAfterMs).unref()
    }
  }

  const lose = (why: string): void => {
    const wasOnline = state.online
    Object.assign(state, { online: false, trouble: why })
    if (wasOnline) announce()
  }

  return {
    isOnline: () => state.online,
    trouble: () => state.trouble,
    guarded,
    open(record) {
      const hear = (messages: readonly FromAgent[]): void => {
        const welcomed = messages.some(({ type }) => type === 'welcome')
        if (welcomed) state.online = true
        record(messages)
        if (welcomed) announce()
      }
      link.open({
        heard: (messages) => guarded(`The agent’s ${kindsOf(messages)} could not be recorded`, () => hear(messages)),
        lost: (why) => guarded('The loss of the agent could not be recorded', () => lose(why)),
      })
    },
  }
}

const kindsOf = (messages: readonly FromAgent[]): string => [...new Set(messages.map(({ type }) => type))].join(', ')
