import { Pin } from 'lucide-react'
import type { Run } from '../../../shared/model/run.ts'
import { useStore } from '../../state/store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Row } from '../../ui/Row.tsx'
import { ago, duration } from '../../ui/format.ts'
import { useNow } from '../../ui/now.ts'
import { neverRan, runLooks } from '../../ui/states.ts'
import { endSentence, triggerWord } from '../../ui/reasons.ts'
import { hasEnded } from '../../../shared/model/run.ts'

export function RunRow({ run, named }: { readonly run: Run | undefined; readonly named: boolean }) {
  const now = useNow()
  const usual = useStore((state) => run ? state.tasks.get(run.taskId)?.usualDurationMs ?? null : null)
  const selected = useStore((state) => state.selection.runId === run?.id)
  if (!run) return <Row look={neverRan} name="…" quiet />
  const look = runLooks[run.status]
  const word = run.status === 'queued' ? `${look.word} #${run.position}` : look.word
  const again = run.attempt > 1 ? ` · attempt ${run.attempt}` : ''
  const tools = selected && (hasEnded(run.status) ? <ActionButton id="runs.restart" /> : <><ActionButton id="runs.pause" /><ActionButton id="runs.stop" /></>)
  const title = named ? `${run.taskName} · ${word}` : `${word}${again}`
  return <Row look={look} name={run.pinned ? <>{title} <Pinned /></> : title} figure={figure(run, now)} sentence={sentence(run, usual, now)} tools={tools} />
}

const Pinned = () => <Pin size={12} role="img" aria-label="Pinned: stays, whatever the retention says" />

function figure(run: Run, now: number): string {
  if (run.durationMs !== null && run.startedAt) return duration(run.durationMs)
  return run.startedAt ? duration(Math.max(0, now - Date.parse(run.startedAt))) : ''
}

const cost = ({ cost }: Run): string => typeof cost?.usd !== 'number' ? '' : ` · $${cost.usd.toFixed(cost.usd < 1 ? 4 : 2)}`

function sentence(run: Run, usualMs: number | null, now: number): string {
  const where = run.agentId !== null && run.agentId !== 'local' ? ` on ${run.agentId}` : ''
  const started = `${triggerWord[run.trigger]} ${ago(run.startedAt ?? run.queuedAt, now)}${where}`
  switch (run.status) {
    case 'queued': return run.waitsFor ? `waits for ${run.waitsFor}` : started
    case 'starting': return `${started} · starting`
    case 'running': return usualMs === null ? started : `${started} · usually ${duration(usualMs)}`
    case 'paused': return `${started} · stands still`
    default: return `${endSentence(run)}${where}${cost(run)} · ${ago(run.finishedAt ?? run.queuedAt, now)}`
  }
}
