import { rmSync } from 'node:fs'
import { protocolVersion, type FromAgent, type HeldRun, type ToAgent, type WorkOrder } from '../shared/model/agent.ts'
import { localAgent, type RunId } from '../shared/model/ids.ts'
import { workTypes } from '../shared/model/work.ts'
import { createAnswers } from './answers.ts'
import { createGrowth } from './growth.ts'
import type { Root } from './load.ts'
import { endLost } from './lost.ts'
import type { Pipes } from './process-execution.ts'
import { startTimeOf } from './process-tree.ts'
import type { RunRecord, RunRecords } from './record.ts'
import { picturesOf, startRun, type LiveRun } from './run.ts'

export interface AgentParts {
  readonly records: RunRecords
  readonly logs: string
  readonly pipes: Pipes
  /** Where a run may put what its processes must read from disk. */
  readonly scratchFileOf: (runId: RunId) => string
  readonly version: string
  readonly environment: Promise<Readonly<Record<string, string>>>
  /** Tells the engine, where one is connected; what it misses it learns from the next welcome. */
  readonly tell: (message: FromAgent) => void
  readonly complain: (error: unknown, what: string) => void
}

export interface Agent {
  /** Ends what a predecessor left behind. Before that nobody is welcomed. */
  takeOver(): Promise<void>
  hear(message: ToAgent): void
  liveRuns(): number
  /** The first process of every live run that has one. */
  roots(): readonly Root[]
  heldRuns(): number
  /** Everything that is held, with its order. */
  records(): readonly RunRecord[]
  /** True once it was asked to end. */
  isEnding(): boolean
}

/** Holds runs from their order until the engine has recorded their end, whoever listens meanwhile. */
export function createAgent(parts: AgentParts): Agent {
  const held = new Map<RunId, RunRecord>()
  const live = new Map<RunId, LiveRun>()
  const state = { ending: false }

  const change = (runId: RunId, changes: Partial<HeldRun>, startTime?: string | null): void => {
    const record = held.get(runId)
    if (!record) return
    const next = { ...record, held: { ...record.held, ...changes }, ...(startTime !== undefined && { startTime }) }
    held.set(runId, next)
    try {
      parts.records.write(next)
    } catch (error) {
      // The agent itself still knows; only after its own death would this be missing.
      parts.complain(error, `the record of run ${runId} could not be written`)
    }
  }

  const start = (order: WorkOrder): void => {
    const known = held.get(order.runId)
    if (known) return tellAgain(known.held)
    held.set(order.runId, {
      order,
      startTime: null,
      held: {
        runId: order.runId,
        attempt: order.attempt,
        state: 'starting',
        pid: null,
        startedAt: null,
        log: { bytes: 0, lines: 0 },
        end: null,
      },
    })
    change(order.runId, {})
    const growth = createGrowth((size) => {
      const record = held.get(order.runId)
      // Not worth a write to disk: the log itself says how long it is.
      if (record) held.set(order.runId, { ...record, held: { ...record.held, log: size } })
      parts.tell({ type: 'log', runId: order.runId, ...size })
    })
    const run = startRun({
      order,
      logs: parts.logs,
      environment: parts.environment,
      pipes: parts.pipes,
      scratchFile: parts.scratchFileOf(order.runId),
      grown: growth.grown,
      session: (sessionId) => parts.tell({ type: 'session', runId: order.runId, sessionId }),
      began: (pid, at) => {
        change(order.runId, { state: 'running', pid, startedAt: at }, pid === null ? null : startTimeOf(pid))
        parts.tell({ type: 'started', runId: order.runId, pid, at })
      },
    })
    live.set(order.runId, run)
    void run.ended.then((end) => {
      growth.end()
      live.delete(order.runId)
      change(order.runId, { state: 'ended', end, log: end.log })
      parts.tell({ type: 'ended', runId: order.runId, end })
    })
  }

  const tellAgain = (run: HeldRun): void => {
    if (run.end) parts.tell({ type: 'ended', runId: run.runId, end: run.end })
    else if (run.startedAt) parts.tell({ type: 'started', runId: run.runId, pid: run.pid, at: run.startedAt })
  }

  const stand = async (runId: RunId, instruction: 'pause' | 'resume'): Promise<void> => {
    const run = live.get(runId)
    const done = instruction === 'pause' ? await run?.pause() : await run?.resume()
    if (!done)
      return parts.tell({
        type: 'refused',
        runId,
        instruction,
        message: run ? `The run could not be told to ${instruction}` : 'No such run is going on here',
      })
    change(runId, { state: instruction === 'pause' ? 'paused' : 'running' })
    parts.tell({ type: instruction === 'pause' ? 'paused' : 'resumed', runId })
  }

  const stop = (message: Extract<ToAgent, { type: 'stop' }>): void => {
    const run = live.get(message.runId)
    if (run) return run.stop(message.graceMs, message.reason)
    const known = held.get(message.runId)
    if (known) tellAgain(known.held)
    else parts.tell({ type: 'refused', runId: message.runId, instruction: 'stop', message: 'No such run is held here' })
  }

  const workerIn = (folder: string): RunId | undefined =>
    [...live.keys()].find((runId) => held.get(runId)?.order.worktree?.folder === folder)
  const answer = createAnswers({ ...parts, workerIn })

  const forget = (runId: RunId): void => {
    if (live.has(runId)) return
    held.delete(runId)
    parts.records.remove(runId)
  }

  return {
    async takeOver() {
      const records = parts.records.read()
      for (const record of records) held.set(record.order.runId, record)
      await Promise.all(
        records
          .filter((record) => !record.held.end)
          .map(async (record) => {
            const end = await endLost(record, parts.logs)
            rmSync(parts.scratchFileOf(record.order.runId), { force: true })
            rmSync(picturesOf(parts.scratchFileOf(record.order.runId)), { recursive: true, force: true })
            change(record.order.runId, { state: 'ended', end, log: end.log })
          }),
      )
    },
    hear(message) {
      switch (message.type) {
        case 'hello':
          return parts.tell({
            type: 'welcome',
            agentId: localAgent,
            pid: process.pid,
            protocolVersion,
            version: parts.version,
            workTypes: [...workTypes],
            runs: [...held.values()].map((record) => record.held),
          })
        case 'start':
          return start(message.order)
        case 'stop':
          return stop(message)
        case 'pause':
        case 'resume':
          return void stand(message.runId, message.type)
        case 'forget':
          return forget(message.runId)
        case 'test_profile':
        case 'list_worktrees':
        case 'remove_worktree':
          return answer(message)
        case 'shutdown':
          state.ending = true
          if (message.stopRuns) for (const run of live.values()) run.stop(0, 'app_stopped')
      }
    },
    liveRuns: () => live.size,
    roots: () =>
      [...live.keys()].flatMap((runId) => {
        const pid = held.get(runId)?.held.pid ?? null
        return pid === null ? [] : [{ runId, pid }]
      }),
    heldRuns: () => held.size,
    records: () => [...held.values()],
    isEnding: () => state.ending,
  }
}
