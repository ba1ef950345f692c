import { protocolVersion, type FromAgent } from '../../shared/model/agent.ts'
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
import { createDispatcher } from './queue/dispatcher.ts'
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
import { createSupervisor } from './runs/supervisor.ts'
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

/** How long after a failure of the storage the agent is asked again for what could not be recorded. */
const retryAfterMs = 1_000

export function createApplication(parts: ApplicationParts): Application {
  const { store, clock, link, changed, machine, log, credentials } = parts
  const agent = { online: false, trouble: 'not connected yet' }
  const logSignals = createLogSignals()
  const deps: Deps = {
    store,
    clock,
    changed,
    machine,
    logs: parts.logs,
    workFolders: parts.workFolders,
    logGrew: (runId) => logSignals.of(runId),
    settings: createSettingsReader(store, machine.cores),
    agentOnline: () => agent.online,
    bus: parts.bus,
    replanned: createSignal(),
    tokensEnded: createSignal(),
    reading: createReading(clock),
    loads: createLoads(),
    wishes: createWishes(),
  }
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
    agentTrouble: () => agent.trouble,
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

  const announceAgent = (online: boolean, trouble: string): void => {
    const turned = agent.online !== online
    Object.assign(agent, { online, trouble })
    if (turned) store.transaction(() => store.journal.append({ type: 'agent.status' }))
  }

  const hear = (messages: readonly FromAgent[]): void => {
    for (const message of messages) {
      if ('askId' in message) questions.heard(message)
      if (message.type === 'profile_tested') profileTests.heard(message)
    }
    const welcomed = messages.some((message) => message.type === 'welcome')
    if (welcomed) agent.online = true
    supervisor.heard(messages)
    if (welcomed) store.transaction(() => store.journal.append({ type: 'agent.status' }))
  }

  /** What could not be recorded is asked for again: the agent keeps every run until it is told to forget it. */
  const retry = (error: unknown, what: string): void => {
    log.error(error, what)
    setTimeout(() => link.send({ type: 'hello', protocolVersion, engineVersion: machine.version }), retryAfterMs).unref()
  }
  const guarded = (what: string, work: () => void): void => {
    try {
      work()
    } catch (error) {
      retry(error, what)
    }
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
      const closing = new AbortController()
      store.transaction(() => {
        store.idempotency.dropUnanswered()
        store.allocations.releaseEnded()
      })
      link.open({
        heard: (messages) =>
          guarded(`The agent’s ${[...new Set(messages.map(({ type }) => type))].join(', ')} could not be recorded`, () => hear(messages)),
        lost: (why) => guarded('The loss of the agent could not be recorded', () => announceAgent(false, why)),
      })
      const alarm = createAlarm(clock, changed.notify)
      const loop = (async () => {
        for await (const _ of changed.wakeups(closing.signal)) {
          guarded('Waiting runs could not be given to the agent', () => {
            supervisor.tellStops()
            alarm.set(dispatcher.dispatch())
          })
        }
      })()
      const background = startBackground({
        deps,
        instructions,
        files: parts.files,
        intake: parts.intake,
        record: (message) => supervisor.heard([message]),
        failed: (error, what) => log.error(error, what),
      })
      return {
        async [Symbol.asyncDispose]() {
          closing.abort()
          await background[Symbol.asyncDispose]()
          await loop
          alarm.set(null)
          await link.close()
        },
      }
    },
  }
}
