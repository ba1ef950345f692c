import { toast } from 'sonner'
import type { Client } from '../../shared/contract/client.ts'
import { isBadNews, type Notice } from '../../shared/model/notice.ts'
import { putRuns } from './engine.ts'
import { askedNow } from './fresh.ts'
import { closeView } from './open-view.ts'
import { selectJob, selectRun, selectTask } from './selection.ts'
import { useStore } from './store.ts'

/** More than these at once are told by what is shown anyway. */
const mostRead = 50

/** What is in the inbox when the window opens was told before. */
export async function beginNotices(client: Client): Promise<void> {
  if (useStore.getState().toldUntil !== null) return
  const newest = await client.inbox.list({ limit: 1 })
  if (newest.ok) useStore.setState({ toldUntil: newest.value.notices[0]?.seq ?? 0 })
}

/** Tells what came into the inbox since: on the browser's desktop where the page is out of sight, else in the window. */
export async function tellNotices(client: Client): Promise<void> {
  const { toldUntil } = useStore.getState()
  if (toldUntil === null) return
  const answer = await client.inbox.list({ after: toldUntil, limit: mostRead })
  if (!answer.ok) return
  const told = useStore.getState().toldUntil ?? 0
  const fresh = answer.value.notices.filter((notice) => notice.seq > told)
  useStore.setState({ toldUntil: Math.max(told, ...fresh.map((notice) => notice.seq)) })
  for (const headline of headlines(fresh.toReversed())) show(client, headline)
}

export interface Headline {
  readonly title: string
  readonly body: string
  readonly notice: Notice
}

/** As many as one takes in at once; where there are more, one line for all. */
const mostAtOnce = 3

/** What is shown of these, the oldest first: each by itself, or the number of them. */
export function headlines(notices: readonly Notice[]): readonly Headline[] {
  const [first] = notices
  if (!first || notices.length <= mostAtOnce) return notices.map((notice) => ({ title: notice.title, body: notice.body, notice }))
  const bad = notices.filter(({ kind }) => isBadNews(kind))
  const shown = bad[0] ?? first
  const title = bad.length > 0 ? `${bad.length} of ${notices.length} notices are bad news` : `${notices.length} notices`
  return [{ title, body: `${shown.title}, and others in the inbox`, notice: shown }]
}

function show(client: Client, { title, body, notice }: Headline): void {
  const look = (): void => {
    window.focus()
    void openNotice(client, notice).catch(() => {})
  }
  if (document.hidden && 'Notification' in window && Notification.permission === 'granted') {
    new Notification(title, { body, tag: notice.id }).addEventListener('click', look)
    return
  }
  const action = { label: 'Show', onClick: look }
  if (isBadNews(notice.kind)) toast.error(title, { description: body, action })
  else toast(title, { description: body, action })
}

/** What it is about comes into sight, and it counts as read. */
export async function openNotice(client: Client, { id, jobId, taskId, runId, readAt }: Notice): Promise<void> {
  closeView()
  if (taskId) selectTask(taskId, jobId ?? 'unassigned')
  else if (jobId) selectJob(jobId)
  const asked = askedNow()
  const run = runId && (await client.runs.get({ runId }))
  if (run && run.ok) {
    putRuns([run.value], asked)
    selectRun(run.value.id)
  }
  if (readAt === null) await client.inbox.read({ noticeId: id })
}
