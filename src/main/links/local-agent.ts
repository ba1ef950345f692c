import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { FromAgent, protocolVersion, type ToAgent } from '../../shared/model/agent.ts'
import { agentFiles } from '../../shared/machine/agent-files.ts'
import { createLineSplitter } from '../../shared/machine/lines.ts'
import type { AgentLink, AgentListener } from '../ports/agent-link.ts'

export interface LocalAgentConfig {
  /** The data folder. */
  readonly home: string
  /** Program and arguments that start an agent. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly version: string
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void }
}

const tryAgainMs = 60
/** After this many tries in vain a new agent is started once more. */
const triesPerStart = 50

/** The way to this machine's agent: a process of its own, spoken to over a local socket, one line of JSON a message. */
export function createLocalAgentLink(config: LocalAgentConfig): AgentLink {
  const files = agentFiles(config.home)
  const closing = new AbortController()
  const state: { socket: Socket | undefined; done: Promise<void>; tries: number } = { socket: undefined, done: Promise.resolve(), tries: 0 }

  const keepConnected = async (listener: AgentListener): Promise<void> => {
    while (!closing.signal.aborted) {
      const socket = await reach(files.socket)
      if (closing.signal.aborted) return void socket?.destroy()
      if (!socket) {
        if (state.tries++ % triesPerStart === 0) startAgent(config)
        await pause(tryAgainMs, closing.signal)
        continue
      }
      state.tries = 0
      await talk(socket, listener)
      if (!closing.signal.aborted) listener.lost('the agent went away; a new connection is being made')
    }
  }

  const talk = async (socket: Socket, listener: AgentListener): Promise<void> => {
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    const split = createLineSplitter((line) => hear(line, listener, socket))
    socket.setEncoding('utf8').on('error', () => {}).on('data', (chunk) => split(String(chunk)))
    state.socket = socket
    write(socket, { type: 'hello', protocolVersion, engineVersion: config.version })
    await ended
    state.socket = undefined
  }

  const hear = (line: string, listener: AgentListener, socket: Socket): void => {
    const message = FromAgent.safeParse(parsed(line))
    if (!message.success) return config.log.error({ line: line.slice(0, 500) }, 'a message of the agent was not understood')
    if (message.data.type === 'welcome' && message.data.protocolVersion !== protocolVersion) return replace(message.data.runs.length, listener, socket)
    listener.heard(message.data)
  }

  /** An agent of another version finishes what it has, and makes room. */
  const replace = (runs: number, listener: AgentListener, socket: Socket): void => {
    listener.lost(runs === 0 ? 'an agent of another version is being replaced' : `an agent of another version still holds ${runs} runs; new ones start when they have ended`)
    write(socket, { type: 'shutdown', stopRuns: false })
  }

  return {
    open(listener) {
      state.done = keepConnected(listener).catch((error: unknown) => config.log.error({ error }, 'the link to the agent failed'))
    },
    send: (message) => state.socket !== undefined && write(state.socket, message),
    async close() {
      closing.abort()
      state.socket?.destroy()
      await state.done
    },
  }
}

function write(socket: Socket, message: ToAgent): boolean {
  if (!socket.writable) return false
  socket.write(`${JSON.stringify(message)}\n`)
  return true
}

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const reach = (path: string): Promise<Socket | undefined> => new Promise((resolve) => {
  const socket = connect(path)
  socket.once('connect', () => resolve(socket)).once('error', () => resolve(undefined))
})

/** Detached, and without a terminal: it does not end with the engine, and not with the shell either. */
function startAgent({ home, command, environment, version, log }: LocalAgentConfig): void {
  const [program = process.execPath, ...given] = command
  mkdirSync(dirname(agentFiles(home).socket), { recursive: true, mode: 0o700 })
  const child = spawn(program, [...given, '--home', home, '--version', version], { detached: true, stdio: 'ignore', env: { ...process.env, ...environment }, windowsHide: true })
  child.once('error', (error) => log.error({ error }, 'the agent could not be started'))
  child.unref()
  log.info({ pid: child.pid }, 'an agent was started')
}

const pause = (ms: number, abort: AbortSignal): Promise<void> => new Promise((resolve) => {
  const timer = setTimeout(resolve, ms)
  abort.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
})
