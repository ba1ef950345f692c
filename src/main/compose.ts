import { existsSync } from 'node:fs'
import { cpus, homedir } from 'node:os'
import { pino } from 'pino'
import { createApplication } from './app/application.ts'
import { systemClock } from './app/clock.ts'
import { createSample } from './app/sample.ts'
import { createSignal } from './app/signal.ts'
import type { Service } from './app/service.ts'
import { createPasswords } from './credentials/passwords.ts'
import { newSecret, signingSecret, type Seal } from './credentials/secret.ts'
import { createSigner } from './credentials/signer.ts'
import { openVault } from './credentials/vault.ts'
import { serveHttp } from './http/server.ts'
import { createLocalAgentLink } from './links/local-agent.ts'
import { createRabbitBus } from './links/rabbitmq.ts'
import { createMeter } from './metrics/prometheus.ts'
import { createFileWatch } from './watch/file-watch.ts'
import { takeDataFolder } from './storage/data-folder.ts'
import { createCheckpoints } from './storage/checkpoints.ts'
import { openDatabase } from './storage/database.ts'
import { openEngineLog } from './storage/engine-log.ts'
import { importFiles } from './storage/import-files.ts'
import { createLogIntake } from './storage/log-intake.ts'
import { createLogStore } from './storage/log-store.ts'
import { createStore } from './storage/store.ts'
import { createWorkFolders } from './storage/work-folders.ts'
import type { Settings } from '../shared/model/settings.ts'
import { trueFolder } from '../shared/machine/true-folder.ts'

export interface EngineConfig {
  /** The data folder, absolute. */
  readonly home: string
  readonly version: string
  /** Program and arguments that start an agent. */
  readonly agentCommand: readonly string[]
  /** What carries the write-ahead log over, beside the engine. */
  readonly checkpointThread: string
  readonly agentEnvironment: Readonly<Record<string, string>>
  /** Undefined: the usual port, or the next free one. 0: any free one. */
  readonly port: number | undefined
  /** The built window, to be served to a browser. */
  readonly rendererFolder?: string | undefined
  /** The operating system's protection of secrets, where there is one. */
  readonly seal?: Seal | undefined
}

export interface Engine extends AsyncDisposable {
  readonly service: Service
  readonly home: string
  readonly port: number
  readonly token: string
  activeRuns(): number
  /** As they are at this moment. */
  settings(): Settings
  /** Ends every run, and waits for it as long as `withinMs`. */
  stopActiveRuns(withinMs: number): Promise<void>
}

const defaultPort = 5679

/**
 * Puts the engine together: the only file that knows every part. Closing is the exact reverse; runs go on in the agent.
 *
 * @throws EngineRunning, UnusableFolder, NewerDatabase
 */
export async function compose(config: EngineConfig): Promise<Engine> {
  await using parts = new AsyncDisposableStack()
  const folder = parts.use(takeDataFolder(config.home))
  const { paths } = folder
  const log = pino({ base: null }, parts.use(openEngineLog(paths.engineLog)))
  const first = !existsSync(paths.database)
  const database = parts.adopt(openDatabase(paths.database, paths.backups), (open) => void open.close())
  const changed = createSignal()
  const vault = await openVault(paths.secretsKey, config.seal)
  const checkpoints = parts.use(
    createCheckpoints({
      file: paths.database,
      program: config.checkpointThread,
      failed: (error) => log.error({ error }, 'checkpoints are made by the engine itself from now on'),
    }),
  )
  const store = createStore({ database, clock: systemClock, changed: changed.notify, checkpoints, vault })
  const link = createLocalAgentLink({
    home: config.home,
    command: config.agentCommand,
    environment: config.agentEnvironment,
    version: config.version,
    log,
  })
  const listening: { port: number | null } = { port: null }
  const meter = createMeter()
  const application = createApplication({
    store,
    link,
    meter,
    bus: createRabbitBus(log, systemClock),
    intake: createLogIntake(paths.logs),
    changed,
    importFiles,
    workFolders: createWorkFolders(config.home),
    credentials: {
      passwords: createPasswords(newSecret),
      signer: createSigner(await signingSecret(paths.signingSecret, config.seal)),
      newSecret,
      protection: vault.protection,
    },
    files: createFileWatch(),
    clock: systemClock,
    logs: createLogStore(paths.logs),
    machine: {
      version: config.version,
      home: config.home,
      userHome: homedir(),
      cores: cpus().length,
      trueFolder,
      port: () => listening.port,
    },
    log: { info: (message) => log.info(message), error: (error, message) => log.error({ error }, message) },
  })
  if (first) await createSample(application.service, systemClock)
  parts.use(application.start())
  const { service } = application
  const server = await serveHttp({
    service,
    token: folder.token,
    port: config.port ?? defaultPort,
    version: config.version,
    staticDir: config.rendererFolder,
    log,
    answered: meter.answered,
  })
  parts.defer(() => server.close())
  listening.port = server.port
  folder.announce({ port: server.port, version: config.version, started_at: systemClock.now() })
  if (vault.protection.locked) log.error({ file: paths.secretsKey }, vault.protection.message)
  log.info({ port: server.port, pid: process.pid, home: config.home }, 'the engine is ready')
  const running = parts.move()
  return {
    service,
    home: config.home,
    port: server.port,
    token: folder.token,
    activeRuns: application.activeRuns,
    settings: application.deps.settings,
    stopActiveRuns: (withinMs) => application.stopAll(AbortSignal.timeout(withinMs)),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}
