import { useEffect, useState } from 'react'
import { Command } from 'cmdk'
import type { Task } from '../../shared/model/task.ts'
import { showTask } from '../actions/show-task.ts'
import { actions, contextNow, perform } from '../actions/table.ts'
import { useClient } from '../state/client.ts'
import { closeView } from '../state/open-view.ts'
import { selectJob } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { hintOf } from '../ui/ActionButton.tsx'
import { StateShape } from '../ui/StateShape.tsx'
import { jobLooks, neverRan, runLooks } from '../ui/states.ts'
import { ranked } from './ranked.ts'
import css from './Palette.module.css'

const shownOfEach = 8

/** Everything by name: what can be done, jobs, and tasks. */
export function Palette() {
  const client = useClient()
  const [query, setQuery] = useState('')
  const close = (): void => useStore.setState({ dialog: null })
  const then = (work: () => void) => () => {
    close()
    work()
  }
  const context = contextNow(client)
  const text = query.trim().toLowerCase()
  const found = ranked(
    actions.filter((action) => action.unavailable(context) === undefined && action.id !== 'view.palette'),
    ({ title }) => title,
    text,
  )
  const jobs = ranked([...context.state.jobs.values()], ({ name }) => name, text).slice(0, shownOfEach)
  const tasks = useTasks(text)
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => {
        if (!open) close()
      }}
      label="Find anything"
      shouldFilter={false}
      className={css.palette ?? ''}
      overlayClassName={css.overlay ?? ''}
      contentClassName={css.content ?? ''}
    >
      <Command.Input className={css.input} placeholder="Find a job, a task, or something to do" value={query} onValueChange={setQuery} />
      <Command.List className={css.list}>
        <Command.Empty className={css.empty}>Nothing has this name.</Command.Empty>
        {jobs.length > 0 && (
          <Command.Group heading="Jobs">
            {jobs.map((job) => (
              <Command.Item
                key={job.id}
                value={job.id}
                className={css.item}
                onSelect={then(() => {
                  selectJob(job.id)
                  closeView()
                })}
              >
                <StateShape look={jobLooks[job.status]} />
                {job.name}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {tasks.length > 0 && (
          <Command.Group heading="Tasks">
            {tasks.map((task) => (
              <Command.Item key={task.id} value={task.id} className={css.item} onSelect={then(() => void showTask(client, task.id))}>
                <StateShape look={task.lastRun ? runLooks[task.lastRun.status] : neverRan} />
                {task.name}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {found.length > 0 && (
          <Command.Group heading="Actions">
            {found.map((action) => (
              <Command.Item key={action.id} value={action.id} className={css.item} onSelect={then(() => perform(client, action))}>
                {action.icon && <action.icon size={14} aria-hidden />}
                <span>{action.title}</span>
                <kbd>{hintOf(action)}</kbd>
              </Command.Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
    </Command.Dialog>
  )
}

const askedAfterMs = 120

/** Of a hundred thousand tasks only the engine knows all. */
function useTasks(text: string): readonly Task[] {
  const client = useClient()
  const [tasks, setTasks] = useState<readonly Task[]>([])
  useEffect(() => {
    if (text === '') return setTasks([])
    const left = { gone: false }
    const timer = setTimeout(() => {
      void client.tasks
        .list({ q: text, limit: shownOfEach })
        .then((page) => {
          if (page.ok && !left.gone) setTasks(page.value.tasks)
        })
        .catch(() => {})
    }, askedAfterMs)
    return () => {
      left.gone = true
      clearTimeout(timer)
    }
  }, [client, text])
  return tasks
}
