import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Certificate } from './certificates.fixture.ts'

/*
 * A true RabbitMQ broker, thrown away afterwards: its own name, cookie and data, on a free port of the loopback.
 */

const program = '/usr/lib/rabbitmq/bin/rabbitmq-server'
const startsWithinMs = 60_000

export const hasBroker = existsSync(program)

export interface Broker extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** As by kill -9: what was confirmed is on its disk. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** @param certificate with which it proves who it is; it listens with TLS alone, then */
export async function startBroker(certificate?: Certificate): Promise<Broker> {
  const folder = mkdtempSync(join(tmpdir(), 'yardmaster-broker-'))
  const port = await freePort()
  const distribution = await freePort()
  const state: { child: ChildProcess | undefined } = { child: undefined }
  mkdirSync(join(folder, 'log'))
  writeFileSync(join(folder, 'plugins'), '[].')
  if (certificate) writeFileSync(join(folder, 'rabbitmq.conf'), tlsConfig(port, certificate))

  const start = async (): Promise<void> => {
    // It ends with whoever started it, however that ends: the pipe to it closes then.
    state.child = spawn('/bin/sh', ['-c', '"$0" & cat > /dev/null; kill -9 0', program], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: environmentOf(folder, port, distribution, certificate !== undefined),
    })
    await answering(port)
  }
  const kill = async (): Promise<void> => {
    const { child } = state
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
    })
    process.kill(-child.pid, 'SIGKILL')
    await gone
  }
  await start()
  return {
    url: `${certificate ? 'amqps' : 'amqp'}://guest:guest@127.0.0.1:${port}`,
    port,
    start,
    kill,
    async [Symbol.asyncDispose]() {
      await kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

const tlsConfig = (port: number, { authority, certificate, key }: Certificate): string =>
  [
    'listeners.tcp = none',
    `listeners.ssl.default = 127.0.0.1:${port}`,
    `ssl_options.cacertfile = ${authority}`,
    `ssl_options.certfile = ${certificate}`,
    `ssl_options.keyfile = ${key}`,
    'ssl_options.verify = verify_none',
    'ssl_options.fail_if_no_peer_cert = false',
    '',
  ].join('\n')

const environmentOf = (folder: string, port: number, distribution: number, withTls: boolean): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: folder,
  RABBITMQ_NODENAME: `yardmaster${port}@localhost`,
  ...(!withTls && { RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1', RABBITMQ_NODE_PORT: String(port) }),
  RABBITMQ_DIST_PORT: String(distribution),
  RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
  RABBITMQ_LOG_BASE: join(folder, 'log'),
  RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
  RABBITMQ_CONF_ENV_FILE: '/dev/null',
  RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
  RABBITMQ_PID_FILE: join(folder, 'pid'),
  ERL_EPMD_ADDRESS: '127.0.0.1',
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-setcookie yardmaster',
  RABBITMQ_CTL_ERL_ARGS: '-setcookie yardmaster',
})

async function answering(port: number): Promise<void> {
  for (const until = Date.now() + startsWithinMs; Date.now() < until; await wait(100)) if (await answers(port)) return
  throw new Error(`the broker did not listen on port ${port} within ${startsWithinMs} ms`)
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket
      .once('connect', () => {
        socket.destroy()
        resolve(true)
      })
      .once('error', () => resolve(false))
  })

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
