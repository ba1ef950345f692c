import { BrowserWindow, Notification } from 'electron'
import type { Client } from '../../shared/contract/client.ts'
import type { Notice } from '../../shared/model/notice.ts'

/** More than these at once are told as one. */
const mostAtOnce = 3
const mostRead = 50

export interface DesktopNotices {
  /** Shows what came into the inbox since the last time, where it is wanted and no window is in front: that one tells it itself. */
  tell(how: { readonly wanted: boolean }): Promise<void>
}

/** @param open is called when somebody clicks on one */
export async function createDesktopNotices(client: Client, open: () => void): Promise<DesktopNotices> {
  const newest = await client.inbox.list({ limit: 1 })
  const state = { until: newest.ok ? (newest.value.notices[0]?.seq ?? 0) : 0 }
  // One that nobody holds is collected, and its click with it.
  const shown = new Set<Notification>()
  const show = (title: string, body: string): void => {
    const notification = new Notification({ title, body })
    shown.add(notification)
    notification.on('click', open)
    notification.on('close', () => shown.delete(notification))
    notification.show()
  }
  return {
    async tell({ wanted }) {
      const answer = await client.inbox.list({ after: state.until, limit: mostRead })
      if (!answer.ok) return
      const fresh = answer.value.notices.filter(({ seq }) => seq > state.until).toReversed()
      state.until = fresh.at(-1)?.seq ?? state.until
      if (!wanted || BrowserWindow.getFocusedWindow() || !Notification.isSupported()) return
      for (const { title, body } of headlines(fresh)) show(title, body)
    },
  }
}

const headlines = (notices: readonly Notice[]): readonly Pick<Notice, 'title' | 'body'>[] =>
  notices.length <= mostAtOnce
    ? notices
    : [{ title: `${notices.length} notices`, body: `${notices[0]?.title ?? ''}, and others in the inbox` }]
