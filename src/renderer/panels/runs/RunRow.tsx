import { memo, useEffect } from 'react'
import { Pin } from 'lucide-react'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { useClient } from '../../state/client.ts'
import { loadTask } from '../../state/engine.ts'
import { useStore } from '../../state/store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Row } from '../../ui/Row.tsx'
import { useSaid } from '../../ui/now.ts'
import { neverRan, runLooks } from '../../ui/states.ts'
import { runFigure, runSentence, runTitle } from './run-words.ts'

export const RunRow = memo(function RunRow({ run, named }: { readonly run: Run | undefined; readonly named: boolean }) {
  const usual = useUsual(run)
  const selected = useStore((state) => state.selection.runId === run?.id)
  const figure = useSaid((now) => (run ? runFigure(run, usual, now) : ''))
  const sentence = useSaid((now) => (run ? runSentence(run, usual, now) : ''))
  if (!run) return <Row look={neverRan} name="…" quiet />
  const tools =
    selected &&
    (hasEnded(run.status) ? (
      <>
        <ActionButton id="runs.compare" />
        <ActionButton id="runs.restart" />
      </>
    ) : (
      <>
        <ActionButton id={run.status === 'paused' ? 'runs.resume' : 'runs.pause'} />
        <ActionButton id="runs.stop" />
      </>
    ))
  const title = runTitle(run, named)
  return (
    <Row
      look={runLooks[run.status]}
      name={
        run.pinned ? (
          <>
            {title} <Pinned />
          </>
        ) : (
          title
        )
      }
      figure={figure}
      sentence={sentence}
      tools={tools}
    />
  )
})

const Pinned = () => <Pin size={12} role="img" aria-label="Pinned: stays, whatever the retention says" />

/** How long its task usually takes; the task is read where nobody has looked at it yet. */
function useUsual(run: Run | undefined): number | null {
  const client = useClient()
  const known = useStore((state) => run === undefined || state.tasks.has(run.taskId))
  const taskId = run?.taskId
  useEffect(() => {
    if (!known && taskId) void loadTask(client, taskId).catch(() => {})
  }, [client, known, taskId])
  return useStore((state) => (run ? (state.tasks.get(run.taskId)?.usualDurationMs ?? null) : null))
}
