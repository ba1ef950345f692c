import { appendFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, connect, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { ToAgent, type FromAgent } from '../shared/model/agent.ts'
import { agentFiles, type AboutAgent, type AgentFiles } from '../shared/machine/agent-files.ts'
import { createLineSplitter } from '../shared/machine/lines.ts'
import { createAgent } from './agent.ts'
import { cleanEnvironment } from './environment.ts'
import { openRecords } from './record.ts'

/*
 * The program that runs things: `agent --home DIR --version V`. It listens on a local socket, outlives whoever started it,
 * and ends by itself when nobody needs it any more.
 */

/** With no engine and no run for this long, it is not needed. */
const uselessAfterMs = 60_000
const lookEveryMs = 5_000
const longestLog = 1_000_000

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { home: { type: 'string' }, version: { type: 'string' } } })
  if (!values.home) throw new TypeError('agent needs --home')
  const files = agentFiles(values.home)
  for (const folder of [files.runs, files.logs]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  mkdirSync(dirname(files.socket), { recursive: true, mode: 0o700 })
  const complain = complainTo(files.log)
  process.on('SIGHUP', () => {})
  process.on('SIGINT', () => {})
  process.on('uncaughtException', (error) => complain(error, 'unexpected'))
  process.on('unhandledRejection', (error) => complain(error, 'unexpected'))

  const engine: { socket: Socket | undefined; since: number } = { socket: undefined, since: Date.now() }
  const agent = createAgent({
    records: openRecords(files.runs), logs: files.logs, version: values.version ?? 'unknown', environment: cleanEnvironment(), complain,
    tell: (message: FromAgent) => void engine.socket?.write(`${JSON.stringify(message)}\n`),
  })
  // Nobody is answered before the predecessor's runs have their end; what is said meanwhile waits.
  const ready = Promise.withResolvers<void>()
  const server = createServer((socket) => {
    engine.socket?.destroy()
    engine.socket = socket
    const split = createLineSplitter((line) => void ready.promise.then(() => hear(line, agent.hear, complain)))
    socket.setEncoding('utf8').on('data', (chunk) => split(String(chunk))).on('error', () => {}).on('close', () => {
      if (engine.socket === socket) Object.assign(engine, { socket: undefined, since: Date.now() })
    })
  })
  if (!await listen(server, files)) process.exit(0)
  writeFileSync(files.about, JSON.stringify({ pid: process.pid, version: values.version ?? 'unknown', started_at: new Date().toISOString() } satisfies AboutAgent), { mode: 0o600 })
  await agent.takeOver()
  ready.resolve()
  setInterval(() => {
    const lonely = !engine.socket && agent.heldRuns() === 0 && Date.now() - engine.since > uselessAfterMs
    if (lonely || (agent.isEnding() && agent.liveRuns() === 0)) process.exit(0)
  }, lookEveryMs)
}

/** False where another agent listens already. A socket that a killed one left behind is taken. */
async function listen(server: Server, { socket }: AgentFiles): Promise<boolean> {
  if (await tryListen(server, socket)) return true
  if (await answers(socket)) return false
  rmSync(socket, { force: true })
  return tryListen(server, socket)
}

const tryListen = (server: Server, socket: string): Promise<boolean> => new Promise((resolve, reject) => {
  const refused = (error: NodeJS.ErrnoException): void => error.code === 'EADDRINUSE' ? resolve(false) : reject(error)
  server.once('error', refused).listen(socket, () => {
    server.off('error', refused)
    resolve(true)
  })
})

const answers = (path: string): Promise<boolean> => new Promise((resolve) => {
  const socket = connect(path)
  socket.once('connect', () => { socket.destroy(); resolve(true) }).once('error', () => resolve(false))
})

function hear(line: string, listener: (message: ToAgent) => void, complain: (error: unknown, what: string) => void): void {
  try {
    listener(ToAgent.parse(JSON.parse(line)))
  } catch (error) {
    complain(error, 'a message of the engine was not understood')
  }
}

/** The agent's own log: nobody sees its output, and it must not grow for ever. */
function complainTo(file: string): (error: unknown, what: string) => void {
  return (error, what) => {
    try {
      const old = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      if (old > longestLog) rmSync(file)
      appendFileSync(file, `${new Date().toISOString()} ${what}: ${error instanceof Error ? error.stack ?? error.message : String(error)}\n`, { mode: 0o600 })
    } catch {
      // Where nothing can be written, there is nobody to tell.
    }
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
