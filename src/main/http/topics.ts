import { toLine } from '../../shared/contract/case.ts'
import { dispatchWords } from '../../shared/contract/dispatch.ts'
import { pageOf } from '../../shared/contract/operation.ts'
import type { JournalEvent } from '../../shared/model/event.ts'
import { Agent } from '../../shared/model/remote-agent.ts'
import { hasEnded, Run } from '../../shared/model/run.ts'
import type { Caller, Service } from '../app/service.ts'

export interface Frame {
  readonly type: 'snapshot' | 'work_status' | 'work_result' | 'agent_status' | 'error'
  readonly data: unknown
}

/** What a reader may follow: one piece of work by its trace id, a job, a run, what waits, or the agents. */
export type Topic = { readonly kind: 'trace' | 'job' | 'run'; readonly id: string } | { readonly kind: 'agents' | 'queue' }

export function topicOf(text: string): Topic | undefined {
  if (text === 'agents' || text === 'queue') return { kind: text }
  const [, kind, id] = /^(job|run):([0-9a-f-]{36})$/i.exec(text) ?? []
  return kind && id ? { kind: kind as 'job' | 'run', id: id.toLowerCase() } : undefined
}

const mostInSnapshot = 500

/** The present state, then every change; nothing that happens in between is left out, though it may be told twice. */
export async function followTopic(
  service: Service,
  topic: Topic,
  caller: Caller,
  gone: AbortSignal,
  send: (frame: Frame) => Promise<void>,
): Promise<void> {
  const { result: before } = await service.call('events.list', { after: 0, limit: 1 }, caller)
  const snapshot = await snapshotOf(service, topic, caller)
  if (!before.ok || 'refused' in snapshot)
    return send({
      type: 'error',
      data: { topic: nameOf(topic), error_message: 'refused' in snapshot ? snapshot.refused : 'The journal cannot be read' },
    })
  await send({ type: 'snapshot', data: { topic: nameOf(topic), ...snapshot } })
  const opened = await service.open('events.follow', { after: (before.value as { last: number }).last }, caller, gone)
  if (!opened.ok) return send({ type: 'error', data: { topic: nameOf(topic), error_message: opened.failure.message } })
  for await (const events of opened.value) {
    for (const event of events as readonly JournalEvent[]) await tell(service, topic, event, caller, send)
  }
}

export const nameOf = (topic: Topic): string => ('id' in topic ? `${topic.kind}:${topic.id}` : topic.kind)

async function snapshotOf(service: Service, topic: Topic, caller: Caller): Promise<Record<string, unknown> | { readonly refused: string }> {
  if (topic.kind === 'agents') return agentsNow(service, caller)
  const filter = {
    trace: { traceId: 'id' in topic && topic.id },
    job: { jobId: 'id' in topic && topic.id },
    queue: { status: 'queued' },
    run: {},
  }[topic.kind]
  if (topic.kind === 'run') {
    const { result } = await service.call('runs.get', { runId: topic.id }, caller)
    return result.ok ? { runs: [workOf(result.value as Run)] } : { refused: result.failure.message }
  }
  const { result } = await service.call('runs.list', { ...filter, limit: mostInSnapshot }, caller)
  return result.ok ? { runs: (result.value as { runs: readonly Run[] }).runs.map(workOf) } : { refused: result.failure.message }
}

async function agentsNow(service: Service, caller: Caller): Promise<Record<string, unknown> | { readonly refused: string }> {
  const { result } = await service.call('agents.list', { limit: mostInSnapshot }, caller)
  return result.ok ? (toLine(pageOf('agents', Agent), result.value) as Record<string, unknown>) : { refused: result.failure.message }
}

async function tell(
  service: Service,
  topic: Topic,
  { type, run }: JournalEvent,
  caller: Caller,
  send: (frame: Frame) => Promise<void>,
): Promise<void> {
  if (topic.kind === 'agents') {
    if (type !== 'agent.status') return
    const now = await agentsNow(service, caller)
    return send('refused' in now ? { type: 'error', data: { error_message: now.refused } } : { type: 'agent_status', data: now })
  }
  if (run && isOf(topic, run)) await send({ type: hasEnded(run.status) ? 'work_result' : 'work_status', data: workOf(run) })
}

function isOf(topic: Topic, run: Run): boolean {
  switch (topic.kind) {
    case 'trace':
      return run.traceId === topic.id
    case 'job':
      return run.jobId === topic.id
    case 'run':
      return run.id === topic.id
    case 'queue':
      return true
    case 'agents':
      return false
  }
}

/** As dispatched work is spoken of, with the run itself beside it. */
const workOf = (run: Run) => ({
  task_id: run.taskId,
  run_id: run.id,
  trace_id: run.traceId,
  status: dispatchWords[run.status],
  progress: run.status === 'succeeded' ? 100 : null,
  exit_code: run.exitCode,
  error_message: run.errorMessage,
  duration_ms: run.durationMs,
  agent_id: run.agentId,
  run: toLine(Run, run),
})
