import { createHttpWire } from '../../shared/contract/http-wire.ts'
import type { Wire } from '../../shared/contract/client.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'

/** What the preload gives to the page: two functions. */
export interface Bridge {
  call(name: string, input: unknown): Promise<unknown>
  /** Answers a function that closes the stream. */
  open(name: string, input: unknown, onBatch: (items: readonly unknown[]) => void, onEnd: (failure?: unknown) => void): () => void
}

declare global {
  interface Window {
    readonly yardmaster?: Bridge
  }
}

export interface Connection {
  readonly wire: Wire
  /** Whether this is the app's own window, with a menu of its own. */
  readonly desktop: boolean
}

const tokenKey = 'yardmaster.token'

/** The wire of this page: the app's own window has a bridge, a browser speaks HTTP with the token from its address. */
export function connection(): Connection | undefined {
  if (window.yardmaster) return { wire: bridgeWire(window.yardmaster), desktop: true }
  const token = takeToken()
  return token === undefined
    ? undefined
    : { wire: createHttpWire({ baseUrl: '', token, fetch: window.fetch.bind(window), client: 'window' }), desktop: false }
}

export const keepToken = (token: string): void => sessionStorage.setItem(tokenKey, token)
export const forgetToken = (): void => sessionStorage.removeItem(tokenKey)

/** From the address's fragment, which is then taken out of sight, or as it was kept for this tab. */
function takeToken(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get('token')
  if (given) {
    keepToken(given)
    history.replaceState(null, '', location.pathname)
  }
  return sessionStorage.getItem(tokenKey) ?? undefined
}

/** What only the app's own window can have done, undefined in a browser: what comes back was made by the app itself. */
export const askDesktop = (name: 'window.openLog' | 'window.theme', input: object): Promise<Result<unknown, Failure>> | undefined =>
  window.yardmaster?.call(name, input) as Promise<Result<unknown, Failure>> | undefined

function bridgeWire(bridge: Bridge): Wire {
  return {
    // What comes over the bridge was made by the door, which speaks the same types.
    call: async (name, input) => (await bridge.call(name, input)) as Result<unknown, Failure>,
    open: (name, input, abort) => bridgeStream(bridge, name, input, abort),
  }
}

/** Turns the bridge's callbacks into batches that can be waited for. */
export async function* bridgeStream(bridge: Bridge, name: string, input: unknown, abort: AbortSignal): AsyncGenerator<readonly unknown[]> {
  const state: { batches: (readonly unknown[])[]; ended: boolean; failure: unknown; wake: () => void } = {
    batches: [],
    ended: false,
    failure: undefined,
    wake: () => {},
  }
  const end = (failure?: unknown): void => {
    Object.assign(state, { ended: true, failure })
    state.wake()
  }
  const close = bridge.open(
    name,
    input,
    (items) => {
      state.batches.push(items)
      state.wake()
    },
    end,
  )
  abort.addEventListener('abort', () => end(), { once: true })
  try {
    for (;;) {
      const batch = state.batches.shift()
      if (batch) yield batch
      else if (state.ended) break
      else
        await new Promise<void>((resolve) => {
          state.wake = resolve
        })
    }
    if (state.failure !== undefined && !abort.aborted) throw new Error(String(state.failure))
  } finally {
    close()
  }
}
