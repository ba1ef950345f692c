import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type Client } from '../../shared/contract/client.ts'
import type { FromAgent, HeldRun, RunEnd, ToAgent } from '../../shared/model/agent.ts'
import type { AgentId, RunId } from '../../shared/model/ids.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'
import { ownersRights } from '../../shared/model/scope.ts'
import { localUser } from '../../shared/model/user.ts'
import { createPasswords } from '../credentials/passwords.ts'
import { newSecret } from '../credentials/secret.ts'
import { plainVault } from '../credentials/vault.ts'
import { createSigner } from '../credentials/signer.ts'
import type { Credentials } from '../ports/access.ts'
import type { AgentBus } from '../ports/agent-bus.ts'
import type { AgentLink, AgentListener } from '../ports/agent-link.ts'
import type { LogIntake } from '../ports/log-intake.ts'
import type { Meter } from '../ports/meter.ts'
import type { LogStore } from '../ports/log-store.ts'
import type { Store } from '../ports/store.ts'
import { createMeter } from '../metrics/prometheus.ts'
import { createCheckpoints, type Checkpoints } from '../storage/checkpoints.ts'
import { openDatabase } from '../storage/database.ts'
import { importFiles } from '../storage/import-files.ts'
import { createStore } from '../storage/store.ts'
import { createWorkFolders } from '../storage/work-folders.ts'
import { createFileWatch } from '../watch/file-watch.ts'
import { createApplication } from './application.ts'
import { systemClock } from './clock.ts'
import type { Deps } from './deps.ts'
import type { Caller, Service } from './service.ts'
import { createSignal } from './signal.ts'
import { trueFolder } from '../../shared/machine/true-folder.ts'

/*
 * The engine on a real database, with an agent that does what the test says: the test decides when a run starts and how
 * it ends. The real agent has tests of its own, and both together are tried end to end.
 */

export interface TestEngine extends AsyncDisposable {
  readonly client: Client
  readonly service: Service
  readonly agent: TestAgent
  readonly folder: string
  /** What the application is made of: for proofs about single steps of it. */
  readonly deps: Deps
  readonly meter: Meter
  as(changes: Partial<Caller>): Client
}

export interface TestAgent {
  /** What the engine said, in order. */
  readonly told: readonly ToAgent[]
  /** Runs it was asked to start, in order. */
  started(): readonly RunId[]
  welcome(held?: readonly HeldRun[]): void
  /** What is said together arrives together. */
  say(...messages: readonly FromAgent[]): void
  begin(runId: RunId): void
  end(runId: RunId, end?: Partial<RunEnd>): void
  vanish(): void
  /** What it says to questions; without it, it has no worktrees. */
  answerWith(answer: (question: ToAgent) => FromAgent | undefined): void
}

const loud = (error: unknown): never => {
  throw error instanceof Error ? error : new Error(String(error))
}

/**
 * @param complain what the engine writes in its log of things that went wrong; without it they fail the test
 * @param through what stands between the application and its store
 * @param held what the agent has from before
 */
export function startEngine(
  folder = mkdtempSync(join(tmpdir(), 'yardmaster-engine-')),
  complain: (error: unknown, message: string) => void = loud,
  through: (store: Store) => Store = (store) => store,
  held: readonly HeldRun[] = [],
): TestEngine {
  const checkpoints = createCheckpoints({ file: databaseIn(folder), program: checkpointThread, failed: loud })
  const { application, database, agent, meter } = assemble(folder, complain, through, noBus, checkpoints)
  const running = application.start()
  const as = (changes: Partial<Caller>): Client => clientOf(application.service, changes)
  agent.welcome(held)
  return {
    client: as({}),
    service: application.service,
    deps: application.deps,
    agent,
    folder,
    meter,
    as,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]()
      await checkpoints[Symbol.asyncDispose]()
      database.close()
    },
  }
}

const clientOf = (service: Service, changes: Partial<Caller> = {}): Client =>
  createClient({
    call: async (name, input) => (await service.call(name, input, { ...owner(), ...changes })).result,
    async *open(name, input, abort) {
      yield* value(await service.open(name, input, { ...owner(), ...changes }, abort))
    },
  })

/** What an engine is made of, on a real database, and nothing that goes on by itself: the test takes each step. */
export function openDeps(bus: AgentBus = noBus): { readonly deps: Deps; readonly client: Client } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), 'yardmaster-engine-'))
  const { application, database } = assemble(folder, loud, (store) => store, bus)
  return {
    deps: application.deps,
    client: clientOf(application.service),
    [Symbol.dispose]() {
      database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const databaseIn = (folder: string): string => join(folder, 'yardmaster.db')
const checkpointThread = join(import.meta.dirname, '../storage/checkpoint-thread.ts')

function assemble(
  folder: string,
  complain: (error: unknown, message: string) => void,
  through: (store: Store) => Store,
  bus: AgentBus = noBus,
  checkpoints?: Checkpoints,
) {
  const database = openDatabase(databaseIn(folder), join(folder, 'backups'))
  const changed = createSignal()
  const store = through(createStore({ database, clock: systemClock, changed: changed.notify, checkpoints }))
  const { link, agent } = createTestAgent()
  const meter = createMeter()
  const application = createApplication({
    store,
    link,
    bus,
    intake: noIntake,
    changed,
    importFiles,
    meter,
    workFolders: createWorkFolders(folder),
    credentials: testCredentials(`the signing secret of ${folder}`),
    files: createFileWatch(),
    clock: systemClock,
    logs: noLogs,
    machine: { version: '0.0.0', home: folder, userHome: '/home/somebody', cores: 2, trueFolder, port: () => null },
    log: { info() {}, error: complain },
  })
  return { application, database, agent, meter }
}

/** Real ones: what a test tries to break is what runs. The secret is the folder’s: the next engine there has the same. */
const testCredentials = (signingSecret: string): Credentials => ({
  passwords: createPasswords(newSecret),
  signer: createSigner(signingSecret),
  newSecret,
  protection: plainVault.protection,
})

export const discard = (engine: TestEngine): void => rmSync(engine.folder, { recursive: true, force: true })

const owner = (): Caller => ({
  actor: localUser.id,
  user: localUser,
  via: 'api',
  requestId: systemClock.newId(),
  traceId: systemClock.newId(),
  scopes: ownersRights,
})

function createTestAgent(): { link: AgentLink; agent: TestAgent } {
  const told: ToAgent[] = []
  const state: { listener: AgentListener | undefined; answer: (question: ToAgent) => FromAgent | undefined } = {
    listener: undefined,
    answer: noWorktrees,
  }
  const say = (...messages: readonly FromAgent[]): void => state.listener?.heard(messages)
  return {
    link: {
      open(listener) {
        state.listener = listener
      },
      send(message) {
        told.push(message)
        const answer = state.answer(message)
        if (answer) queueMicrotask(() => say(answer))
        return true
      },
      close: async () => {},
    },
    agent: {
      told,
      say,
      started: () => told.flatMap((message) => (message.type === 'start' ? [message.order.runId] : [])),
      welcome: (held = []) =>
        say({ type: 'welcome', agentId: 'local' as AgentId, pid: 1, protocolVersion: 1, version: '0.0.0', workTypes: [], runs: [...held] }),
      begin: (runId) => say(began(runId)),
      end: (runId, end = {}) => say(ended(runId, end)),
      answerWith: (answer) => {
        state.answer = answer
      },
      vanish: () => state.listener?.lost('the agent is gone'),
    },
  }
}

export const began = (runId: RunId): FromAgent => ({ type: 'started', runId, pid: 4711, at: systemClock.now() })

export const ended = (runId: RunId, end: Partial<RunEnd> = {}): FromAgent => ({
  type: 'ended',
  runId,
  end: {
    outcome: 'succeeded',
    reason: 'exit_code',
    exitCode: 0,
    signal: null,
    errorMessage: null,
    startedAt: systemClock.now(),
    finishedAt: systemClock.now(),
    log: { bytes: 0, lines: 0 },
    ...end,
  },
})

const noWorktrees = (question: ToAgent): FromAgent | undefined =>
  question.type === 'list_worktrees' ? { type: 'worktrees', askId: question.askId, worktrees: [] } : undefined

export const noBus: AgentBus = {
  open() {},
  use() {},
  state: () => ({ status: 'off', message: 'no broker is set', since: null }),
  toQueue: async () => {},
  toAgent: async () => {},
  toAll: async () => {},
  test: async () => {},
  deadLetters: async () => ({ letters: [], total: 0 }),
  requeue: async () => 0,
  close: async () => {},
}
export const noIntake: LogIntake = { add: () => true, size: () => ({ bytes: 0, lines: 0 }) }

const noLogs: LogStore = {
  page: async (_id, { fromLine }) => ({ lines: [], next: fromLine }),
  search: async () => ({ matches: 0, lines: [] }),
  async *output() {},
  size: async () => ({ bytes: 0, lines: 0 }),
  diff: async () => undefined,
  keep: async () => ({ bytes: 0, lines: 0 }),
  remove: async () => 0,
  fileOf: (id) => id,
}

/** Lets the agent do at once whatever it is told, until `abort` fires: for tests in which nobody decides how runs end. */
export async function obey(agent: TestAgent, abort: AbortSignal): Promise<void> {
  for (let done = 0; !abort.aborted; await settled()) {
    for (const message of agent.told.slice(done)) {
      done++
      if (message.type === 'start') {
        agent.begin(message.order.runId)
        agent.end(message.order.runId)
      }
      if (message.type === 'test_profile') agent.say({ type: 'profile_tested', testId: message.testId, variables: [] })
    }
  }
}

/** The value of an answer that the test expects to be good. */
export function value<Value>(result: Result<Value, Failure>): Value {
  if (!result.ok) throw new Error(`${result.failure.kind}: ${result.failure.message}`)
  return result.value
}

/** The refusal that the test expects. */
export function refusal(result: Result<unknown, Failure>): Failure {
  if (result.ok) throw new Error(`not refused: ${JSON.stringify(result.value).slice(0, 200)}`)
  return result.failure
}

/** Lets the engine's loops have their turn. */
export const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve))
  })
