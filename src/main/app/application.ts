import type { FromAgent } from '../../shared/model/agent.ts'
import type { Credentials } from '../ports/access.ts'
import type { AgentBus } from '../ports/agent-bus.ts'
import type { AgentLink } from '../ports/agent-link.ts'
import type { Clock } from '../ports/clock.ts'
import type { FileWatch } from '../ports/file-watch.ts'
import type { ImportFiles } from '../ports/import-files.ts'
import type { LogIntake } from '../ports/log-intake.ts'
import type { LogStore } from '../ports/log-store.ts'
import type { Meter } from '../ports/meter.ts'
import type { WorkFolders } from '../ports/work-folders.ts'
import type { Store } from '../ports/store.ts'
import { createAlarm } from './alarm.ts'
import { startBackground } from './background.ts'
import type { Deps, Machine } from './deps.ts'
import { engineActor } from './actor.ts'
import { createInstructions } from './bus/instructions.ts'
import { createRouter } from './agents/agent-router.ts'
import { createLocalAgent, type LocalAgent } from './agents/local-agent.ts'
import { createDispatcher, type Dispatcher } from './queue/dispatcher.ts'
import { createService } from './door.ts'
import { createTogether } from './together.ts'
import { createHandlers } from './handlers.ts'
import { createIdentify } from './access/identify.ts'
import { createProfileTests } from './profiles/profile-tests.ts'
import { createLasting } from './access/lasting.ts'
import { createLoads } from './runs/loads.ts'
import { createLogSignals } from './runs/log-signals.ts'
import type { Service } from './service.ts'
import { createQuestions } from './agents/questions.ts'
import { createReading } from './schedules/planning.ts'
import { createSignal, type Signal } from './signal.ts'
import { stopRuns } from './runs/stop-runs.ts'
import { createSupervisor, type Supervisor } from './runs/supervisor.ts'
import { createSettingsReader } from './settings.ts'
import { createTickets } from './access/tickets.ts'
import { createWishes } from './runs/wishes.ts'

export interface ApplicationParts {
  readonly store: Store
  readonly logs: LogStore
  readonly clock: Clock
  readonly link: AgentLink
  readonly bus: AgentBus
  readonly intake: LogIntake
  readonly importFiles: ImportFiles
  readonly meter: Meter
  readonly credentials: Credentials
  readonly workFolders: WorkFolders
  readonly changed: Signal
  readonly files: FileWatch
  readonly machine: Machine
  /** For what nobody expected, and for what an operator wants to know. */
  readonly log: { info(message: string): void; error(error: unknown, message: string): void }
}

export interface Application {
  readonly service: Service
  readonly deps: Deps
  /** Number of runs that are with the agent now. */
  activeRuns(): number
  /** Asks for the end of every run, the waiting ones too, and waits until `abort` fires or they have ended. */
  stopAll(abort: AbortSignal): Promise<void>
  /** Opens the link and gives waiting runs to the agent until it is closed. The runs go on without it. */
  start(): AsyncDisposable
}

export function createApplication(parts: ApplicationParts): Application {
  const { store, clock, link, changed, log, credentials } = parts
  const agent = createLocalAgent({ store, link, version: parts.machine.version, failed: log.error })
  const deps = createDeps(parts, agent.isOnline)
  const instructions = createInstructions(deps)
  const send = createRouter(store, link, instructions)
  const supervisor = createSupervisor(deps, send)
  const dispatcher = createDispatcher(deps, { send: link.send, grant: instructions.grant })
  const profileTests = createProfileTests(clock, link.send)
  const questions = createQuestions(clock, link.send)
  const tickets = createTickets(clock, credentials.newSecret)
  const handlers = createHandlers({
    deps,
    credentials,
    instructions,
    profileTests,
    questions,
    send,
    tickets,
    importFiles: parts.importFiles,
    meter: parts.meter,
    inform: log.info,
    agentTrouble: agent.trouble,
  })
  const service = createService({
    // The one seam where the table of typed handlers is walked by name: the door parses what it hands to each.
    handlers: handlers as unknown as Parameters<typeof createService>[0]['handlers'],
    store,
    clock,
    together: createTogether(store),
    identify: createIdentify(deps, credentials.signer, tickets),
    lasting: createLasting(deps),
    fingerprint: credentials.signer.fingerprint,
    surprised: (error, name, caller) => log.error(error, `${name} failed (trace ${caller.traceId})`),
  })

  const record = (messages: readonly FromAgent[]): void => {
    for (const message of messages) {
      if ('askId' in message) questions.heard(message)
      if (message.type === 'profile_tested') profileTests.heard(message)
    }
    supervisor.heard(messages)
  }

  return {
    service,
    deps,
    activeRuns: () => store.runs.activeCount(),
    async stopAll(abort) {
      store.transaction(() => stopRuns(deps, store.runs.activeOf('all'), 'app_stopped', engineActor(clock)))
      for await (const _ of changed.wakeups(abort)) if (store.runs.activeOf('all').length === 0) return
    },
    start() {
      store.transaction(() => {
        store.idempotency.dropUnanswered()
        store.allocations.releaseEnded()
      })
      agent.open(record)
      const closing = new AbortController()
      const running = new AsyncDisposableStack()
      running.defer(() => link.close())
      running.use(startDispatching({ supervisor, dispatcher, agent, changed, clock }, closing.signal))
      running.use(
        startBackground({
          deps,
          instructions,
          files: parts.files,
          intake: parts.intake,
          record: (message) => supervisor.heard([message]),
          failed: log.error,
        }),
      )
      running.defer(() => closing.abort())
      return running
    },
  }
}

function createDeps({ store, clock, changed, machine, logs, workFolders, bus }: ApplicationParts, agentOnline: () => boolean): Deps {
  const logSignals = createLogSignals()
  return {
    store,
    clock,
    changed,
    machine,
    logs,
    workFolders,
    bus,
    agentOnline,
    logGrew: logSignals.of,
    settings: createSettingsReader(store, machine.cores),
    replanned: createSignal(),
    tokensEnded: createSignal(),
    reading: createReading(clock),
    loads: createLoads(),
    wishes: createWishes(),
  }
}

interface Dispatching {
  readonly supervisor: Supervisor
  readonly dispatcher: Dispatcher
  readonly agent: LocalAgent
  readonly changed: Signal
  readonly clock: Clock
}

/** Looks at what waits after each change, and when the next of it may start, until `abort` fires. */
function startDispatching({ supervisor, dispatcher, agent, changed, clock }: Dispatching, abort: AbortSignal): AsyncDisposable {
  const alarm = createAlarm(clock, changed.notify)
  const dispatching = (async () => {
    for await (const _ of changed.wakeups(abort)) {
      agent.guarded('Waiting runs could not be given to the agent', () => {
        supervisor.tellStops()
        alarm.set(dispatcher.dispatch())
      })
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      await dispatching
      alarm.set(null)
    },
  }
}
