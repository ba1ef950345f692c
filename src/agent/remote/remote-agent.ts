import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { indexFileOf, logFileOf } from '../../shared/log/format.ts'
import type { AgentType } from '../../shared/model/agent-type.ts'
import { Heartbeat, WorkStatus, type Instruction, type Envelope } from '../../shared/model/envelope.ts'
import type { ToAgent, WorkOrder } from '../../shared/model/agent.ts'
import type { RunId, TaskId } from '../../shared/model/ids.ts'
import { createAgent, type Agent } from '../agent.ts'
import { cleanEnvironment } from '../environment.ts'
import { measureMachine } from '../machine.ts'
import { createPipes } from '../process-execution.ts'
import { openRecords } from '../record.ts'
import { createLogSender } from './log-sender.ts'
import { createTaking, type Taking } from './taking.ts'
import { createTelling, type Telling } from './telling.ts'
import { createTransport, type Transport } from './transport.ts'

export interface RemoteConfig {
  readonly url: string
  readonly name: string
  readonly types: readonly AgentType[]
  readonly capacity: number
  readonly heartbeatMs: number
  readonly workDir: string
  readonly version: string
}

export interface RemoteAgent {
  /** Stops its runs, tells how they ended, and leaves. */
  end(): Promise<void>
}

const usualGraceMs = 5_000
const leaveWithinMs = 15_000
const sayGoodbyeWithinMs = 3_000

interface Parts {
  readonly agent: Agent
  readonly transport: Transport
  readonly taking: Taking
  readonly telling: Telling
  readonly workDir: string
  readonly logs: string
  readonly sendLogFrom: (runId: RunId, line: number) => void
  readonly report: () => void
}

export async function runRemoteAgent(config: RemoteConfig & { readonly capabilities: readonly string[] }): Promise<RemoteAgent> {
  const folder = (name: string): string => join(config.workDir, name)
  for (const name of ['runs', 'logs', 'work']) mkdirSync(folder(name), { recursive: true, mode: 0o700 })
  const complain = complainTo(folder('agent.log'))
  process.on('uncaughtException', (error) => complain(error, 'unexpected'))
  process.on('unhandledRejection', (error) => complain(error, 'unexpected'))
  const closing = new AbortController()
  const recordOf = (runId: string) => agent.records().find((record) => record.order.runId === runId)

  const transport = createTransport({
    url: config.url,
    name: config.name,
    abort: closing.signal,
    complain,
    heard: (instruction, envelope) => follow(parts, instruction, envelope),
    connected() {
      report()
      tellEnds()
    },
  })
  const sender = createLogSender(folder('logs'), transport)
  const logPath = (runId: RunId): string => join(folder('logs'), logFileOf(runId))
  const telling = createTelling({ name: config.name, transport, logs: sender, logFileOf: logPath, recordOf, complain })
  const agent: Agent = createAgent({
    records: openRecords(folder('runs')),
    logs: folder('logs'),
    pipes: createPipes(),
    scratchFileOf: (runId) => join(folder('runs'), `${runId}.command`),
    version: config.version,
    environment: cleanEnvironment(),
    complain,
    tell(message) {
      telling.tell(message)
      if (message.type === 'ended') setImmediate(taking.freed)
    },
  })
  const report = (): void => void beat().catch((error: unknown) => complain(error, 'the heartbeat failed'))
  const taking = createTaking({
    transport,
    ...config,
    liveRuns: agent.liveRuns,
    holds: (runId) => recordOf(runId) !== undefined,
    report,
    complain,
    abort: closing.signal,
  })
  const parts: Parts = {
    agent,
    transport,
    taking,
    telling,
    report,
    workDir: folder('work'),
    logs: folder('logs'),
    sendLogFrom: (runId, line) => sender.from(runId, line),
  }

  /** Ends are said until the engine has recorded them. */
  const tellEnds = (): void => {
    for (const record of agent.records()) if (record.held.end) telling.tellEnd(record)
  }
  const beat = async (status?: 'offline'): Promise<void> => {
    await transport.tell(
      Heartbeat,
      { ...(await heartbeatOf(config, agent)), ...(status && { status }) },
      { type: 'work_status', once: true },
    )
  }

  await agent.takeOver()
  void taking.run()
  void (async () => {
    while (await wait(config.heartbeatMs, true, { signal: closing.signal }).catch(() => false)) {
      // Who shares a name with another one says nothing under it.
      if (!transport.hears()) continue
      report()
      tellEnds()
    }
  })()
  return {
    async end() {
      taking.leave()
      for (const { order } of agent.records())
        agent.hear({ type: 'stop', runId: order.runId, graceMs: usualGraceMs, reason: 'app_stopped' })
      for (const until = Date.now() + leaveWithinMs; agent.heldRuns() > 0 && Date.now() < until;) await wait(50)
      // Who still holds something comes back to tell of it.
      if (agent.heldRuns() === 0 && transport.hears()) await Promise.race([beat('offline').catch(() => {}), wait(sayGoodbyeWithinMs)])
      closing.abort()
      await Promise.race([transport.close(), wait(1_000)])
    },
  }
}

async function heartbeatOf(config: RemoteConfig & { readonly capabilities: readonly string[] }, agent: Agent): Promise<Heartbeat> {
  const { cpu_percent, memory_percent, memory_mb, gpu } = await measureMachine()
  const records = agent.records()
  const live = records.filter(({ held }) => held.end === null)
  return {
    agentId: config.name,
    agentType: config.types.join(','),
    status: live.length > 0 ? 'busy' : 'online',
    currentTaskId: live[0]?.order.taskId ?? null,
    resources: { cpu_percent, memory_percent, memory_mb, gpu },
    capabilities: [...config.capabilities],
    capacity: config.capacity,
    runs: records.map(({ held: { runId, attempt, state } }) => ({ runId, attempt, state })),
  }
}

function follow(parts: Parts, { command, runId, taskId, graceMs, order, inOwnFolder, fromLine }: Instruction, envelope: Envelope): void {
  const { agent, taking, telling } = parts
  if (command === 'report') return parts.report()
  if (command === 'drain' || command === 'undrain') return taking.setDrained(command === 'drain')
  if (!runId) return
  switch (command) {
    case 'granted':
      if (order && taskId) granted(parts, { ...order, taskId, ...(inOwnFolder && { workingDirectory: parts.workDir }) }, envelope)
      return decided(taking, runId, taskId)
    case 'dropped':
      return decided(taking, runId, taskId)
    case 'cancel':
      return stop(parts, { runId, graceMs: graceMs ?? usualGraceMs, reason: 'cancelled_by_user' })
    case 'terminate':
      return stop(parts, { runId, graceMs: graceMs ?? 0, reason: 'superseded' })
    case 'pause':
    case 'resume':
      return agent.hear({ type: command, runId })
    case 'recorded':
      return recorded(parts, runId)
    case 'send_log':
      parts.sendLogFrom(runId, fromLine ?? 1)
      return telling.tell({ type: 'log', runId, bytes: 0, lines: 0 })
  }
}

/** The start is recorded. What does not begin here all the same is somebody else's again. */
function granted({ agent, taking, transport }: Parts, order: WorkOrder & { readonly taskId: TaskId }, { traceId }: Envelope): void {
  const { runId, taskId, attempt } = order
  const judged = taking.judge(runId)
  if (judged === 'begin') agent.hear({ type: 'start', order: { ...order, traceId: traceId ?? null } })
  if (judged === 'return') void transport.tell(WorkStatus, { runId, taskId, attempt, status: 'returned' }, { type: 'work_status', traceId })
}

/** What is not here cannot be stopped here: the engine learns that from what is. */
function stop({ agent, report }: Parts, which: Omit<Extract<ToAgent, { readonly type: 'stop' }>, 'type'>): void {
  if (!agent.records().some((record) => record.order.runId === which.runId)) return report()
  agent.hear({ type: 'stop', ...which })
}

function decided(taking: Taking, runId: string, taskId: string | null | undefined): void {
  taking.decided(runId)
  if (taskId) taking.decided(taskId)
}

/** The engine has all of it: nothing of it is kept here. */
function recorded({ agent, telling, logs }: Parts, runId: RunId): void {
  const held = agent.records().find((record) => record.order.runId === runId)
  if (held && !held.held.end) return
  agent.hear({ type: 'forget', runId })
  telling.forget(runId)
  const log = join(logs, logFileOf(runId))
  for (const file of [log, indexFileOf(log)]) rmSync(file, { force: true })
}

/** Standard error, for whoever started it, and a file beside its work. */
function complainTo(file: string): (error: unknown, what: string) => void {
  const state = { last: '' }
  return (error, what) => {
    const text = `${what}: ${error instanceof Error ? error.message || error.name : String(error)}`
    // The same again and again is said once.
    if (text === state.last) return
    state.last = text
    process.stderr.write(`${text}\n`)
    appendFileSync(file, `${new Date().toISOString()} ${error instanceof Error ? `${what}: ${error.stack ?? text}` : text}\n`, {
      mode: 0o600,
    })
  }
}
