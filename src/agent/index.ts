import { createHash } from 'node:crypto'
import { appendFileSync, mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, connect, type Server, type Socket } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { RunId } from '../shared/model/ids.ts'
import { ToAgent, type FromAgent } from '../shared/model/agent.ts'
import { agentFiles, makeSocketFolder, type AboutAgent, type AgentFiles } from '../shared/machine/agent-files.ts'
import { createLineSplitter, pingLine, pongLine } from '../shared/machine/lines.ts'
import { createAgent } from './agent.ts'
import { cleanEnvironment } from './environment.ts'
import { createMeasurer } from './load.ts'
import { createPipes } from './process-execution.ts'
import { openRecords } from './record.ts'
import { notStarted } from './run.ts'

/*
 * The program that runs things: `agent --home DIR --version V`. It listens on a local socket, outlives whoever started it,
 * and ends by itself when nobody needs it any more.
 */

/** With no engine and no run for this long, it is not needed. */
const uselessAfterMs = 60_000
const lookEveryMs = 5_000
const measureEveryMs = 3_000
const longestLog = 1_000_000

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { home: { type: 'string' }, version: { type: 'string' } } })
  if (!values.home) throw new TypeError('agent needs --home')
  const files = agentFiles(values.home)
  for (const folder of [files.runs, files.logs]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  makeSocketFolder(files)
  const complain = complainTo(files.log)
  process.on('SIGHUP', () => {})
  process.on('SIGINT', () => {})
  process.on('uncaughtException', (error) => complain(error, 'unexpected'))
  process.on('unhandledRejection', (error) => complain(error, 'unexpected'))

  const engine = createEngineEnd()
  const agent = createAgent({
    records: openRecords(files.runs),
    logs: files.logs,
    pipes: createPipes(),
    scratchFileOf: (runId) => join(files.runs, `${runId}.command`),
    version: values.version ?? 'unknown',
    environment: cleanEnvironment(),
    complain,
    tell(message) {
      engine.tell(message)
      if (message.type === 'ended') setImmediate(endIfDone)
    },
  })
  const endIfDone = (): void => {
    const lonely = engine.aloneForMs() > uselessAfterMs && agent.heldRuns() === 0
    if (!lonely && !(agent.isEnding() && agent.liveRuns() === 0)) return
    for (const file of [files.socket, files.about]) rmSync(file, { force: true })
    process.exit(0)
  }
  // Nobody is answered before the predecessor's runs have their end; what is said meanwhile waits.
  const ready = Promise.withResolvers<void>()
  const server = createServer((socket) => {
    const hear = (line: string): void => {
      const message = understood(line, complain, (end) => engine.isAt(socket) && engine.tell(end))
      if (message?.type === 'hello') engine.adopt(socket)
      if (!message || !engine.isAt(socket)) return
      agent.hear(message)
      endIfDone()
    }
    const split = createLineSplitter((line) => {
      if (line === pingLine) socket.write(`${pongLine}\n`)
      else
        void ready.promise
          .then(() => hear(line))
          .catch((error: unknown) => complain(error, 'a message of the engine could not be followed'))
    })
    socket
      .setEncoding('utf8')
      .on('data', (chunk) => split(String(chunk)))
      .on('error', () => {})
      .on('close', () => engine.gone(socket))
  })
  if (!(await isOnlyAgent(values.home)) || !(await listen(server, files))) process.exit(0)
  writeAbout(files.about, { pid: process.pid, version: values.version ?? 'unknown', started_at: new Date().toISOString() })
  await agent.takeOver()
  ready.resolve()
  setInterval(endIfDone, lookEveryMs)
  const measure = createMeasurer(() => performance.now())
  const tellUsage = async (): Promise<void> => {
    const runs = engine.aloneForMs() > 0 ? [] : await measure(agent.roots())
    if (runs.length > 0) engine.tell({ type: 'usage', at: new Date().toISOString(), runs: [...runs] })
  }
  setInterval(() => void tellUsage().catch((error: unknown) => complain(error, 'what processes use could not be measured')), measureEveryMs)
}

/** An engine that reads nothing any more is let go at this many bytes: it learns everything from the next welcome. */
const mostUnreadBytes = 64_000_000
const muchUnreadBytes = 1_000_000

/** The one engine that is spoken to: the newest that said hello. */
function createEngineEnd() {
  const state = { socket: undefined as Socket | undefined, aloneSince: performance.now() }
  return {
    isAt: (socket: Socket): boolean => state.socket === socket,
    aloneForMs: (): number => (state.socket ? 0 : performance.now() - state.aloneSince),
    adopt(socket: Socket): void {
      if (state.socket !== socket) state.socket?.destroy()
      state.socket = socket
    },
    gone(socket: Socket): void {
      if (state.socket === socket) Object.assign(state, { socket: undefined, aloneSince: performance.now() })
    },
    tell(message: FromAgent): void {
      const unread = state.socket?.writableLength ?? 0
      if (unread > mostUnreadBytes) state.socket?.destroy()
      // The next one says more than the one that is left out.
      if (message.type !== 'log' || unread < muchUnreadBytes) state.socket?.write(`${JSON.stringify(message)}\n`)
    },
  }
}

/**
 * Held as long as this process lives: a name that the system gives to one only, and takes back by itself. Without it
 * two agents that start at the same moment could both take a killed one's socket away. Only Linux has such names.
 */
async function isOnlyAgent(home: string): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const name = createHash('sha256').update(realpathSync(home)).digest('hex')
  return tryListen(
    createServer((socket) => socket.destroy()),
    `\0yardmaster-agent-${userInfo().uid}-${name}`,
  )
}

/** False where another agent listens already. A socket that a killed one left behind is taken. */
async function listen(server: Server, { socket }: AgentFiles): Promise<boolean> {
  if (await tryListen(server, socket)) return true
  if (await answers(socket)) return false
  rmSync(socket, { force: true })
  return tryListen(server, socket)
}

const tryListen = (server: Server, socket: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error))
    server.once('error', refused).listen(socket, () => {
      server.off('error', refused)
      resolve(true)
    })
  })

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket
      .once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      .once('error', () => resolve(false))
  })

/** Of a start that makes no sense here, the run is named all the same: it must not be `starting` for ever. */
const UnreadableStart = z.object({ type: z.literal('start'), order: z.object({ runId: RunId }) })

function understood(line: string, complain: (error: unknown, what: string) => void, answer: (end: FromAgent) => void): ToAgent | undefined {
  try {
    return ToAgent.parse(JSON.parse(line))
  } catch (error) {
    const start = UnreadableStart.safeParse(parsedLine(line))
    if (start.success)
      answer({
        type: 'ended',
        runId: start.data.order.runId,
        end: notStarted('The agent could not read the order: it is of another version, or the order is damaged', { bytes: 0, lines: 0 }),
      })
    complain(error, 'a message of the engine was not understood')
    return undefined
  }
}

const parsedLine = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function writeAbout(file: string, about: AboutAgent): void {
  writeFileSync(`${file}.tmp`, JSON.stringify(about), { mode: 0o600 })
  renameSync(`${file}.tmp`, file)
}

/** The agent's own log: nobody sees its output, and it must not grow for ever. */
function complainTo(file: string): (error: unknown, what: string) => void {
  return (error, what) => {
    try {
      const old = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (old > longestLog) rmSync(file)
      appendFileSync(
        file,
        `${new Date().toISOString()} ${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
        { mode: 0o600 },
      )
    } catch {
      // Where nothing can be written, there is nobody to tell.
    }
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
