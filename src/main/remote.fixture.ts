import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient, type Client } from '../shared/contract/client.ts'
import { createHttpWire } from '../shared/contract/http-wire.ts'
import { dataFolderPaths, ServerFile } from '../shared/machine/data-folder.ts'
import type { DispatchStatus } from '../shared/contract/dispatch.ts'
import type { TaskId } from '../shared/model/ids.ts'
import { startBroker, type Broker } from './links/broker.fixture.ts'
import { value } from './app/engine.fixture.ts'

/*
 * An engine, a broker and agents, each a process of its own that a test may kill.
 */

const waitMs = 60_000
export const heartbeatMs = 500
/** After so long without a heartbeat an agent counts as gone. */
export const offlineAfterMs = 5_000

export async function until<Value>(look: () => Value | Promise<Value>, what: string): Promise<NonNullable<Value>> {
  for (const end = Date.now() + waitMs; Date.now() < end; await wait(50)) {
    const seen = await look()
    if (seen) return seen
  }
  throw new Error(`waited in vain: ${what}`)
}

export class Yard {
  readonly folder = mkdtempSync(join(tmpdir(), 'yardmaster-remote-'))
  readonly home = join(this.folder, 'home')
  readonly broker: Broker
  #engine: ChildProcess | undefined
  readonly #children = new Set<ChildProcess>()

  static async open(): Promise<Yard> {
    const yard = new Yard(await startBroker())
    await yard.startEngine()
    value(await yard.client().settings.update({ 'bus.url': yard.broker.url, 'agents.offline_after_ms': offlineAfterMs }))
    await until(async () => value(await yard.client().system.health({})).checks.bus.status === 'ok', 'the broker is connected')
    return yard
  }

  async givesUpAfter(ms: number): Promise<void> {
    value(await this.client().settings.update({ 'agents.offline_after_ms': ms }))
  }

  private constructor(broker: Broker) {
    this.broker = broker
  }

  async startEngine(): Promise<ChildProcess> {
    rmSync(dataFolderPaths(this.home).server, { force: true })
    const engine = this.#spawn(join(import.meta.dirname, 'serve.ts'), ['--home', this.home, '--port', '0', '--no-open'])
    this.#engine = engine
    await until(() => existsSync(dataFolderPaths(this.home).server), 'the engine listens')
    return engine
  }

  get engine(): ChildProcess {
    if (!this.#engine) throw new Error('no engine was started')
    return this.#engine
  }

  startAgent(name: string, type = 'infra', capacity = 2, url = this.broker.url, folder = `agent-${name}`): ChildProcess {
    return this.#spawn(join(inject('programs'), 'remote-agent.js'), [
      '--url',
      url,
      '--type',
      type,
      '--name',
      name,
      '--capacity',
      String(capacity),
      '--heartbeat-ms',
      String(heartbeatMs),
      '--work-dir',
      join(this.folder, folder),
    ])
  }

  client(): Client {
    const { port, token } = ServerFile.parse(JSON.parse(readFileSync(dataFolderPaths(this.home).server, 'utf8')))
    return createClient(createHttpWire({ baseUrl: `http://127.0.0.1:${port}`, token, fetch: globalThis.fetch }))
  }

  async dispatch(workType: string, parameters: Record<string, unknown>, priority = 3): Promise<TaskId> {
    return value(await this.client().dispatch.create({ taskId: randomUUID(), workType, parameters, priority })).taskId
  }

  shell(command: string): Promise<TaskId> {
    return this.dispatch('shell_script', { command })
  }

  async status(taskId: TaskId): Promise<DispatchStatus> {
    return value(await this.client().dispatch.status({ taskId }))
  }

  /** The status, once it is one of these. An engine that is away is asked again. */
  becomes(taskId: TaskId, ...wanted: DispatchStatus['status'][]): Promise<DispatchStatus> {
    return until(
      async () => {
        const now = await this.status(taskId).catch(() => undefined)
        return now && wanted.includes(now.status) ? now : undefined
      },
      `${taskId} becomes ${wanted.join(' or ')}`,
    )
  }

  /** A command that writes down that it ran: one line each time. */
  counted(file: string, then = 'true'): string {
    return `echo ran >> '${join(this.folder, file)}'; ${then}`
  }

  times(file: string): number {
    const path = join(this.folder, file)
    return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean).length : 0
  }

  async kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
    })
    child.kill('SIGKILL')
    await gone
  }

  #spawn(program: string, args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' })
    this.#children.add(child)
    return child
  }

  async close(): Promise<void> {
    for (const child of this.#children) {
      child.kill('SIGCONT')
      await this.kill(child)
    }
    await this.broker[Symbol.asyncDispose]()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
}
