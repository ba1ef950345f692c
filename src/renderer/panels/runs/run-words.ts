import { localAgent } from '../../../shared/model/ids.ts'
import type { Run } from '../../../shared/model/run.ts'
import { ago, dollars, duration } from '../../ui/format.ts'
import { endSentence, triggerWord } from '../../ui/reasons.ts'
import { runLooks } from '../../ui/states.ts'

/** “Failed · attempt 2 of 3”, with the task's name where the list is of many tasks. */
export function runTitle(run: Run, named: boolean): string {
  const word = runLooks[run.status].word + (run.status === 'queued' ? ` #${run.position}` : '')
  const most = run.config.retry?.maxAttempts
  const attempt = run.attempt > 1 ? ` · attempt ${run.attempt}${most !== undefined && most >= run.attempt ? ` of ${most}` : ''}` : ''
  return `${named ? `${run.taskName} · ` : ''}${word}${attempt}`
}

/** How long it took, or takes by now; while it goes on, beside what is usual. */
export function runFigure(run: Run, usualMs: number | null, now: number): string {
  if (!run.startedAt) return ''
  if (run.durationMs !== null) return duration(run.durationMs)
  const elapsed = duration(Math.max(0, now - Date.parse(run.startedAt)))
  return usualMs === null ? elapsed : `${elapsed} of ~${duration(usualMs)}`
}

export function runSentence(run: Run, usualMs: number | null, now: number): string {
  const where = run.agentId !== null && run.agentId !== localAgent ? ` on ${run.agentId}` : ''
  const started = `${triggerWord[run.trigger]} ${ago(run.startedAt ?? run.queuedAt, now)}${where}`
  switch (run.status) {
    case 'queued':
      return run.waitsFor ? `waits for ${run.waitsFor}` : started
    case 'starting':
      return `${started} · starting`
    case 'running':
      return `${started}${late(run, usualMs, now)}`
    case 'paused':
      return `${started} · stands still`
    default:
      return `${endSentence(run)}${unusual(run, usualMs)}${where}${cost(run)} · ${triggerWord[run.trigger]} ${ago(run.finishedAt ?? run.queuedAt, now)}`
  }
}

/** From this many times the usual duration on, or below this part of it, it is worth a word. */
const muchLonger = 2
const muchShorter = 0.5
/** Differences that nobody notices are none. */
const noticedMs = 1_000

const late = ({ startedAt }: Run, usualMs: number | null, now: number): string =>
  startedAt && usualMs !== null && now - Date.parse(startedAt) > muchLonger * usualMs + noticedMs ? ' · longer than usual' : ''

function unusual({ durationMs, startedAt }: Run, usualMs: number | null): string {
  if (durationMs === null || !startedAt || usualMs === null || Math.abs(durationMs - usualMs) < noticedMs) return ''
  return durationMs > muchLonger * usualMs || durationMs < muchShorter * usualMs ? `, usually ${duration(usualMs)}` : ''
}

const cost = ({ cost }: Run): string => (typeof cost?.usd !== 'number' ? '' : ` · ${dollars(cost.usd)}`)
