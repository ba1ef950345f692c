import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { logFileOf } from '../shared/log/format.ts'
import { readLogPage, readOutput } from '../shared/log/reader.ts'
import { agentFiles } from '../shared/machine/agent-files.ts'
import { createLineSplitter } from '../shared/machine/lines.ts'
import { FromAgent, protocolVersion, type RunEnd, type ToAgent, type WorkOrder } from '../shared/model/agent.ts'
import type { LogLine } from '../shared/model/log.ts'
import { RunId } from '../shared/model/ids.ts'

type Message<Type extends FromAgent['type']> = Extract<FromAgent, { type: Type }>

const waitMs = 15_000

/** Looks again until it is so. */
export async function until<Value>(look: () => Value | Promise<Value>, what: string): Promise<NonNullable<Value>> {
  for (const end = Date.now() + waitMs; Date.now() < end; await sleep(10)) {
    const seen = await look()
    if (seen) return seen
  }
  throw new Error(`waited in vain: ${what}`)
}

/** An engine's side of the socket. */
export class Engine {
  readonly heard: FromAgent[] = []
  readonly #socket: Socket
  closed = false

  constructor(socket: Socket) {
    this.#socket = socket
    const split = createLineSplitter((line) => this.heard.push(FromAgent.parse(JSON.parse(line))))
    socket
      .setEncoding('utf8')
      .on('data', (piece) => split(String(piece)))
      .on('close', () => {
        this.closed = true
      })
      .on('error', () => {})
  }

  say(message: ToAgent): void {
    this.#socket.write(`${JSON.stringify(message)}\n`)
  }

  hears<Type extends FromAgent['type']>(type: Type, runId?: string): Promise<Message<Type>> {
    const fits = (message: FromAgent): message is Message<Type> =>
      message.type === type && (runId === undefined || ('runId' in message && message.runId === runId))
    return until(() => this.heard.find(fits), `${type} ${runId ?? ''}`)
  }

  async ended(runId: string): Promise<RunEnd> {
    return (await this.hears('ended', runId)).end
  }

  leave(): void {
    this.#socket.destroy()
  }
}

/** A true agent in a data folder of its own. */
export class Home {
  readonly path = mkdtempSync(join(tmpdir(), 'yardmaster-agent-'))
  readonly files = agentFiles(this.path)
  readonly #agents: ChildProcess[] = []

  startAgent(environment: Readonly<Record<string, string>> = {}): ChildProcess {
    const agent = spawn(process.execPath, [join(inject('programs'), 'agent.js'), '--home', this.path, '--version', '1.2.3'], {
      stdio: 'ignore',
      detached: true,
      env: { ...process.env, ...environment },
    })
    this.#agents.push(agent)
    return agent
  }

  async connect(): Promise<Engine> {
    const socket = await until(
      () =>
        new Promise<Socket | null>((resolve) => {
          const one: Socket = connect(this.files.socket)
            .once('connect', () => resolve(one))
            .once('error', () => resolve(null))
        }),
      'the agent listens',
    )
    const engine = new Engine(socket)
    engine.say({ type: 'hello', protocolVersion, engineVersion: '1.2.3' })
    await engine.hears('welcome')
    return engine
  }

  async lines(runId: string): Promise<readonly LogLine[]> {
    return (await readLogPage(join(this.files.logs, logFileOf(runId)), { fromLine: 1, limit: 1_000_000 })).lines
  }

  async output(runId: string, stream?: 'stdout' | 'stderr'): Promise<string> {
    let all = ''
    for await (const piece of readOutput(join(this.files.logs, logFileOf(runId)), stream)) all += piece
    return all
  }

  /** Ends the agents, and whatever a failed test left of its runs. */
  async remove(): Promise<void> {
    for (const agent of this.#agents) if (agent.exitCode === null && agent.signalCode === null) agent.kill('SIGKILL')
    const runs = readdirSync(this.files.logs).map((name) => name.replace(/\..*$/, ''))
    for (const runId of new Set(runs)) for (const pid of processesOf(runId)) process.kill(pid, 'SIGKILL')
    await until(() => this.#agents.every((agent) => agent.exitCode !== null || agent.signalCode !== null), 'the agents are gone')
    rmSync(this.path, { recursive: true, force: true })
  }
}

export function order(command: string, more: Partial<WorkOrder> = {}): WorkOrder {
  return {
    runId: RunId.parse(randomUUID()),
    attempt: 1,
    workType: 'shell_script',
    parameters: { command },
    workingDirectory: tmpdir(),
    environment: {},
    timeoutMs: null,
    idleTimeoutMs: null,
    killGraceMs: 300,
    ...more,
  }
}

/** Every living process that carries the run's mark, wherever it went. */
export function processesOf(runId: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return pid > 0 && stateOf(pid) !== 'Z' && readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`YARDMASTER_RUN_ID=${runId}`)
      } catch {
        return false
      }
    })
}

/** R, S, T and the like; null when there is no such process. */
export function stateOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.charAt(stat.lastIndexOf(')') + 2)
  } catch {
    return null
  }
}
