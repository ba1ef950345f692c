import { toast } from 'sonner'
import type { Client } from '../../shared/contract/client.ts'
import type { JournalEvent } from '../../shared/model/event.ts'
import type { TaskNotifications } from '../../shared/model/flow.ts'
import type { TaskId } from '../../shared/model/ids.ts'
import { headlines, newsIn, type News } from './news.ts'
import { useStore, type State } from './store.ts'

/** Tells what people asked to be told: on the desktop where the window is out of sight, else in it. */
export async function tellNews(client: Client, events: readonly JournalEvent[], before: State): Promise<void> {
  const found = await Promise.all(events.map(async (event) => {
    const wants = event.type === 'run.status' && event.run ? await wishesOf(client, event.run.taskId) : null
    return wants && newsIn(event, event.runId ? before.runs.get(event.runId) : undefined, wants)
  }))
  for (const { title, body, news } of headlines(found.filter((one) => one !== null))) show(title, body, news)
}

async function wishesOf(client: Client, taskId: TaskId): Promise<TaskNotifications | null> {
  const known = useStore.getState().tasks.get(taskId)
  if (known) return known.notifications
  const answer = await client.tasks.get({ taskId })
  return answer.ok ? answer.value.notifications : null
}

function show(title: string, body: string, { run, kind }: News): void {
  const select = (): void => {
    window.focus()
    useStore.setState((state) => ({ runs: new Map(state.runs).set(run.id, run), selection: { ...state.selection, taskId: run.taskId, runId: run.id } }))
  }
  if (document.hidden && 'Notification' in window && Notification.permission === 'granted') {
    new Notification(title, { body, tag: run.id }).addEventListener('click', select)
    return
  }
  const action = { label: 'Show', onClick: select }
  if (kind === 'failed') toast.error(title, { description: body, action })
  else toast(title, { description: body, action })
}
