import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Connection } from 'rabbitmq-client'
import { value } from '../../src/main/app/engine.fixture.ts'
import { startBroker } from '../../src/main/links/broker.fixture.ts'
import { createClient, type Client } from '../../src/shared/contract/client.ts'
import { createHttpWire } from '../../src/shared/contract/http-wire.ts'
import { brokerConnection } from '../../src/shared/machine/broker-address.ts'
import { dataFolderPaths, ServerFile } from '../../src/shared/machine/data-folder.ts'
import type { Row } from '../harness.ts'
import { withServer } from './programs.ts'

const echoes = 10_000
/** Calls, and messages, that are on their way at a time. */
const atOnce = 32
/** Whatever is not done by then never will be. */
const withinMs = 1_200_000

const program = join(import.meta.dirname, '..', '..', 'out', 'main', 'remote-agent.js')

export const dispatch = dispatchTo(1)
export const dispatchToFour = dispatchTo(4)

function dispatchTo(agents: number): Row {
  return {
    name: `dispatch${agents === 1 ? '' : ` to ${agents}`}`,
    work: `${echoes.toLocaleString('en')} echo runs handed over and done by ${agents === 1 ? 'one remote agent' : `${agents} remote agents`}, from the first call to the last recorded result`,
    reference: 'the same client library: publish, consume, confirm',
    aim: '>= 0.4',
    reached: (ratio) => ratio >= 0.4,
    unit: 'runs/s',
    rounds: 1,
    async prepare(folder) {
      const broker = await startBroker()
      const memory = createMemory()
      return {
        ours: () =>
          withServer(folder, async (answered, engine) => {
            await answered()
            const client = clientOf(folder)
            value(await client.settings.update({ 'bus.url': broker.url }))
            const started = Array.from({ length: agents }, (_, index) =>
              startAgent(broker.url, join(folder, `agent-${index}`), `bench-${index}`),
            )
            try {
              while (
                value(await client.agents.list({})).agents.filter(
                  (agent) => agent.agentId.startsWith('bench') && agent.status !== 'offline',
                ).length < agents
              )
                await wait(100)
              return await perSecond(() => handOver(client, memory.of({ engine, agent: started[0]?.pid })))
            } finally {
              await Promise.all(started.map(end))
            }
          }),
        reference: () => bare(broker.url),
        note: memory.inWords,
        close: async () => broker[Symbol.asyncDispose](),
      }
    },
  }
}

function clientOf(home: string): Client {
  const { port, token } = ServerFile.parse(JSON.parse(readFileSync(dataFolderPaths(home).server, 'utf8')))
  return createClient(createHttpWire({ baseUrl: `http://127.0.0.1:${port}`, token, fetch }))
}

const startAgent = (url: string, folder: string, name: string): ChildProcess =>
  spawn(process.execPath, [program, '--url', url, '--type', 'infra', '--name', name, '--capacity', '16', '--work-dir', folder], {
    stdio: 'ignore',
  })

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return echoes / ((performance.now() - start) / 1_000)
}

/** @param measure called when all is to be done, when half of it is, and when all of it is */
async function handOver(client: Client, measure: () => void): Promise<void> {
  measure()
  const until = performance.now() + withinMs
  const done = async (count: number): Promise<void> => {
    while (value(await client.runs.list({ status: 'succeeded', limit: 1 })).total < count) {
      if (performance.now() > until) throw new Error(`not done after ${withinMs / 1_000} seconds`)
      await wait(100)
    }
    measure()
  }
  const halfDone = done(echoes / 2)
  await each(() => client.dispatch.create({ taskId: crypto.randomUUID(), workType: 'echo', parameters: { message: 'hello' } }).then(value))
  await halfDone
  await done(echoes)
}

/** What processes hold in memory at each look, in megabytes. */
function createMemory() {
  const looks = new Map<string, number[]>()
  return {
    of: (pids: Readonly<Record<string, number | undefined>>) => (): void => {
      for (const [name, pid] of Object.entries(pids)) looks.set(name, [...(looks.get(name) ?? []), megabytes(pid)])
    },
    inWords: (): string =>
      [...looks]
        .map(
          ([name, sizes]) =>
            `memory of the ${name} ${sizes.map((size) => size.toFixed(0)).join(', ')} MB at the start, in the middle, at the end`,
        )
        .join('; '),
  }
}

const megabytes = (pid: number | undefined): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid ?? 0}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1_024

async function bare(url: string): Promise<number> {
  const connection = new Connection(brokerConnection(url))
  const queue = `bench-${crypto.randomUUID()}`
  await connection.queueDeclare({ queue, durable: true })
  const publisher = connection.createPublisher({ confirm: true })
  const heard = { count: 0, all: Promise.withResolvers<void>() }
  const consumer = connection.createConsumer({ queue, queueOptions: { durable: true }, qos: { prefetchCount: atOnce } }, async () => {
    if (++heard.count === echoes) heard.all.resolve()
  })
  const rate = await perSecond(async () => {
    await each(() => publisher.send({ routingKey: queue, durable: true }, { message: 'hello' }))
    await heard.all.promise
  })
  await consumer.close()
  await connection.queueDelete(queue)
  await publisher.close()
  await connection.close()
  return rate
}

/** Does it so often as there are echoes, so many at a time. */
async function each(work: () => Promise<unknown>): Promise<void> {
  const left = { count: echoes }
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left.count-- > 0) await work()
    }),
  )
}
