import { memo } from 'react'
import { hasEnded } from '../../../shared/model/run.ts'
import type { Task } from '../../../shared/model/task.ts'
import { scheduleWords } from '../../../shared/words/schedule.ts'
import { useClient } from '../../state/client.ts'
import { useStore } from '../../state/store.ts'
import { renameTask } from '../../actions/rename.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { NameEditor } from '../../ui/NameEditor.tsx'
import { Row } from '../../ui/Row.tsx'
import { ago, duration, inTime } from '../../ui/format.ts'
import { useSaid } from '../../ui/now.ts'
import { neverRan, runLooks } from '../../ui/states.ts'
import { workWord } from '../../ui/work.ts'
import css from './TasksPanel.module.css'

export const TaskRow = memo(function TaskRow({ task }: { readonly task: Task | undefined }) {
  const client = useClient()
  const said = useSaid((now) => (task ? sentence(task, now) : ''))
  const figure = useSaid((now) => (task ? figureOf(task, now) : ''))
  const renaming = useStore((state) => task !== undefined && state.renaming === task.id && state.selection.taskId === task.id)
  const selected = useStore((state) => state.selection.taskId === task?.id)
  if (!task) return <Row look={neverRan} name="…" quiet />
  const name = renaming ? (
    <NameEditor name={task.name} save={(text) => renameTask(client, task, text)} />
  ) : (
    <span className={task.enabled ? undefined : css.disabled} title={task.name}>
      {task.name}
      {!task.enabled && <span className={css.off}>off</span>}
    </span>
  )
  return (
    <Row
      look={task.lastRun ? runLooks[task.lastRun.status] : neverRan}
      name={name}
      sentence={said}
      figure={figure}
      tools={
        selected && (
          <>
            <ActionButton id="tasks.run" />
            <ActionButton id={task.breaker ? 'tasks.closeBreaker' : 'tasks.toggle'} />
          </>
        )
      }
    />
  )
})

/** How long the last run took, or goes on by now. */
function figureOf({ lastRun }: Task, now: number): string {
  if (!lastRun?.startedAt) return ''
  if (lastRun.durationMs !== null) return duration(lastRun.durationMs)
  return hasEnded(lastRun.status) ? '' : duration(Math.max(0, now - Date.parse(lastRun.startedAt)))
}

function sentence(task: Task, now: number): string {
  if (task.breaker) return `Stopped: failed ${task.breaker.failures} times in a row, ${ago(task.breaker.openSince, now)}`
  const words = scheduleWords(task.schedule)
  const when = `${words.slice(0, 1).toLowerCase()}${words.slice(1)}${task.nextFireAt ? ` · next ${inTime(task.nextFireAt, now)}` : ''}`
  const last = task.lastRun
  if (!last) return `${workWord[task.workType]} · ${when} · never ran`
  const then = hasEnded(last.status) ? ` ${ago(last.finishedAt ?? last.queuedAt, now)}` : ''
  const usual =
    last.durationMs !== null && task.usualDurationMs !== null && last.durationMs > 2 * task.usualDurationMs
      ? ` · usually ${duration(task.usualDurationMs)}`
      : ''
  const code = last.status === 'failed' && last.exitCode !== null ? `, exit code ${last.exitCode}` : ''
  const timed = task.schedule.type === 'manual' ? '' : ` · ${when}`
  return `${workWord[task.workType]} · ${runLooks[last.status].word.toLowerCase()}${then}${code}${usual}${timed}`
}
