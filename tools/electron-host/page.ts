// Runs in the page before its own scripts: once in the page's world, once in a world of its own where the preload runs. The two
// share no objects; they talk through DOM events whose detail Chromium clones, so that isolation and copying are real. This
// function is handed over as text, so everything it needs is inside it.

export interface PageConfig {
  /** The page's own world, or the preload's. */
  readonly isPage: boolean
  readonly token: string
  readonly binding: string
  readonly deliver: string
  readonly preload: string
}

type Plain = Record<string, unknown>

export function bridgeWorlds(config: PageConfig): void {
  if (window !== window.top) return
  const world = globalThis as unknown as Plain
  const [mine, theirs] = config.isPage ? [`${config.token}a`, `${config.token}b`] : [`${config.token}b`, `${config.token}a`]
  const functions: ((...args: unknown[]) => unknown)[] = []
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>()
  const state = { count: 0, answer: undefined as Plain | undefined }
  const isPlain = (value: unknown): value is Plain => typeof value === 'object' && value !== null

  const tell = (detail: Plain): Plain | undefined => {
    state.answer = undefined
    document.dispatchEvent(new CustomEvent(theirs, { detail }))
    return state.answer
  }
  const pack = (value: unknown): unknown => {
    if (typeof value === 'function') return { $function: functions.push(value as () => unknown) - 1 }
    if (!isPlain(value)) return value
    if (value instanceof Promise) {
      const id = ++state.count
      value.then(
        (result) => tell({ settle: id, value: pack(result) }),
        (error: unknown) => tell({ settle: id, error: String(error instanceof Error ? error.message : error) }),
      )
      return { $promise: id }
    }
    return Array.isArray(value) ? value.map(pack) : Object.fromEntries(Object.entries(value).map(([key, held]) => [key, pack(held)]))
  }
  const unpack = (value: unknown): unknown => {
    if (!isPlain(value)) return value
    if (typeof value['$function'] === 'number')
      return (...args: unknown[]) => unpack(tell({ call: value['$function'], args: pack(args) })?.['value'])
    if (typeof value['$promise'] === 'number')
      return new Promise((resolve, reject) => promises.set(value['$promise'] as number, { resolve, reject }))
    return Array.isArray(value) ? value.map(unpack) : Object.fromEntries(Object.entries(value).map(([key, held]) => [key, unpack(held)]))
  }
  document.addEventListener(mine, (event) => {
    const told = (event as CustomEvent<Plain>).detail
    if ('answer' in told) state.answer = told['answer'] as Plain
    else if ('settle' in told) {
      const waiting = promises.get(told['settle'] as number)
      promises.delete(told['settle'] as number)
      if ('error' in told) waiting?.reject(new Error(String(told['error'])))
      else waiting?.resolve(unpack(told['value']))
    } else if ('call' in told) {
      const value = pack(functions[told['call'] as number]?.(...(unpack(told['args']) as unknown[])))
      document.dispatchEvent(new CustomEvent(theirs, { detail: { answer: { value } } }))
    } else if ('expose' in told)
      Object.defineProperty(world, String(told['expose']), { value: Object.freeze(unpack(told['value'])), enumerable: true })
    else if ('open' in told) post({ kind: 'open', url: told['open'] })
  })
  const send = world[config.binding] as ((text: string) => void) | undefined
  const post = (message: Plain): void => send?.(JSON.stringify(message))
  if (config.isPage) {
    window.open = (url) => {
      tell({ open: new URL(String(url ?? ''), location.href).href })
      return null
    }
    return
  }

  // From here on: the preload's world, with the part of `electron` that a sandboxed preload may have.
  const calls = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  const listeners = new Map<string, ((event: unknown, ...args: unknown[]) => void)[]>()
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = ++state.count
        calls.set(id, { resolve, reject })
        post({ kind: 'invoke', id, channel, args })
      }),
    send: (channel: string, ...args: unknown[]) => post({ kind: 'send', channel, args }),
    on: (channel: string, listener: () => void) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
    off: (channel: string, listener: () => void) =>
      listeners.set(
        channel,
        (listeners.get(channel) ?? []).filter((one) => one !== listener),
      ),
  }
  world[config.deliver] = (message: { kind: string; id: number; channel: string; args: unknown[]; value?: unknown; error?: string }) => {
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args)
      return
    }
    const waiting = calls.get(message.id)
    calls.delete(message.id)
    if (message.error === undefined) waiting?.resolve(message.value)
    else waiting?.reject(new Error(`Error invoking remote method: ${message.error}`))
  }
  const contextBridge = { exposeInMainWorld: (key: string, api: unknown) => tell({ expose: key, value: pack(api) }) }
  const require = (id: string): unknown => {
    if (id === 'electron') return { ipcRenderer, contextBridge }
    throw new Error(`A sandboxed preload can require electron only, not ${id}`)
  }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- this is how a preload is run: its text, with a require of its own
  const run = new Function('require', 'module', 'exports', config.preload) as (...given: unknown[]) => void
  run(require, { exports: {} }, {})
}
