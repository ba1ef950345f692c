import { spawn } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { FromAgent, protocolVersion, type HeldRun, type ToAgent } from '../../shared/model/agent.ts'
import { agentFiles, makeSocketFolder } from '../../shared/machine/agent-files.ts'
import { createLineSplitter, pingLine, pongLine } from '../../shared/machine/lines.ts'
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

const tryAgainMs = 25
/** After this many tries in vain a new agent is started once more. */
const triesPerStart = 200
/** A new agent says nothing before it has ended what its predecessor left. */
const welcomeWithinMs = 30_000
const askAfterSilenceMs = 10_000
const goneAfterSilenceMs = 30_000

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
        if (state.tries++ % triesPerStart === 0) startAgent(config, listener)
      } else {
        state.tries = 0
        await talk(socket, listener)
        state.socket = undefined
        if (!closing.signal.aborted) listener.lost('the agent went away; a new connection is being made')
      }
      await pause(tryAgainMs, closing.signal)
    }
  }

  const talk = async (socket: Socket, listener: AgentListener): Promise<void> => {
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    const watch = watchSilence(socket)
    const arrived: FromAgent[] = []
    const split = createLineSplitter((line) => {
      watch.heard()
      if (line !== pongLine && !socket.destroyed) arrived.push(...understood(line, listener, socket))
    })
    socket
      .setEncoding('utf8')
      .on('error', () => {})
      .on('data', (chunk) => {
        split(String(chunk))
        const messages = arrived.splice(0)
        if (messages.length > 0) listener.heard(messages)
      })
    write(socket, { type: 'hello', protocolVersion, engineVersion: config.version })
    await ended
    watch.end()
  }

  const understood = (line: string, listener: AgentListener, socket: Socket): readonly FromAgent[] => {
    const message = FromAgent.safeParse(parsed(line))
    if (!message.success) {
      config.log.error({ line: line.slice(0, 500) }, 'a message of the agent was not understood')
      return []
    }
    if (message.data.type === 'welcome') {
      if (message.data.protocolVersion !== protocolVersion) {
        replace(message.data.runs, listener, socket)
        return []
      }
      state.socket = socket
    }
    // An agent of another version is not listened to.
    return state.socket === socket ? [message.data] : []
  }

  /** An agent of another version finishes what it has, and makes room. */
  const replace = (runs: readonly HeldRun[], listener: AgentListener, socket: Socket): void => {
    const live = runs.filter((run) => run.end === null).length
    listener.lost(
      live === 0
        ? 'an agent of another version is being replaced'
        : `an agent of another version still holds ${live} runs; new ones start when they have ended`,
    )
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

/** Lets go of an agent that hangs: it is asked when it has been silent for long, and must answer. */
function watchSilence(socket: Socket) {
  const state = { welcomed: false, heardAt: performance.now() }
  const timer = setInterval(() => {
    const silentMs = performance.now() - state.heardAt
    if (silentMs > (state.welcomed ? goneAfterSilenceMs : welcomeWithinMs)) return socket.destroy()
    if (state.welcomed && silentMs > askAfterSilenceMs) socket.write(`${pingLine}\n`)
  }, askAfterSilenceMs)
  timer.unref()
  return {
    heard: () => void Object.assign(state, { welcomed: true, heardAt: performance.now() }),
    end: () => clearInterval(timer),
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

const reach = (path: string): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(undefined))
  })

/** An engine that is itself part of a run must not make its agent a part of it. */
const runMarker = 'YARDMASTER_RUN_ID'

/** Detached, and without a terminal: it does not end with the engine, and not with the shell either. */
function startAgent({ home, command, environment, version, log }: LocalAgentConfig, listener: AgentListener): void {
  const failed = (error: unknown): void => {
    log.error({ error }, 'the agent could not be started')
    listener.lost(`The agent could not be started: ${error instanceof Error ? error.message : String(error)}`)
  }
  try {
    makeSocketFolder(agentFiles(home))
    const [program = process.execPath, ...given] = command
    const child = spawn(program, [...given, '--home', home, '--version', version], {
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, ...environment, [runMarker]: undefined },
      windowsHide: true,
    })
    child.once('error', failed).unref()
    log.info({ pid: child.pid }, 'an agent was started')
  } catch (error) {
    failed(error)
  }
}

const pause = (ms: number, abort: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    abort.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
