import { useEffect, useState } from 'react'
import { Check, CheckCheck } from 'lucide-react'
import type { Notice } from '../../../shared/model/notice.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { openNotice } from '../../state/notices.ts'
import { useStore } from '../../state/store.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { ago } from '../../ui/format.ts'
import { useNow } from '../../ui/now.ts'
import { StateShape } from '../../ui/StateShape.tsx'
import { noticeLooks } from './looks.ts'
import css from './Inbox.module.css'

interface Page { readonly notices: readonly Notice[]; readonly total: number; readonly unread: number }

const pageSize = 100
const mostShown = 500

/** What you were told, newest first. */
export function InboxView() {
  const client = useClient()
  const [onlyUnread, setOnlyUnread] = useState(false)
  const [limit, setLimit] = useState(pageSize)
  const page = useInbox(onlyUnread, limit)
  if (!page) return <Skeleton />
  const newest = page.notices[0]?.seq
  const readAll = (): void => void told(client.inbox.readAll(newest === undefined || onlyUnread ? {} : { until: newest }))
  return (
    <>
      <div className={css.bar}>
        <label><input type="checkbox" checked={onlyUnread} onChange={(event) => setOnlyUnread(event.target.checked)} /> Only unread</label>
        <span role="status">{`${page.unread.toLocaleString('en')} unread`}</span>
        <Button icon={CheckCheck} disabled={page.unread === 0} title={page.unread === 0 ? 'Everything is read' : undefined} onClick={readAll}>Mark all as read</Button>
      </div>
      {page.total === 0
        ? <Empty text={onlyUnread ? 'Everything is read.' : 'Nothing to tell. Failures, what waits for you and what was missed appear here; the settings say what else.'} />
        : <ul className={css.list} aria-label="Notices">{page.notices.map((notice) => <Row key={notice.id} notice={notice} />)}</ul>}
      {page.total > page.notices.length && limit < mostShown && <p className={css.more}><Button onClick={() => setLimit(limit + pageSize)}>Show older ones</Button></p>}
    </>
  )
}

/** Read anew whenever a notice comes or is read. */
function useInbox(onlyUnread: boolean, limit: number): Page | null {
  const client = useClient()
  const [page, setPage] = useState<Page | null>(null)
  const unread = useStore((state) => state.summary?.unread)
  const toldUntil = useStore((state) => state.toldUntil)
  useEffect(() => {
    const asked = new AbortController()
    void client.inbox.list({ limit, ...(onlyUnread && { unread: true }) }).then((answer) => { if (answer.ok && !asked.signal.aborted) setPage(answer.value) }).catch(() => {})
    return () => asked.abort()
  }, [client, onlyUnread, limit, unread, toldUntil])
  return page
}

function Row({ notice }: { readonly notice: Notice }) {
  const client = useClient()
  const now = useNow()
  const look = noticeLooks[notice.kind]
  const isUnread = notice.readAt === null
  return (
    <li data-unread={isUnread || undefined}>
      <StateShape look={look} />
      <button type="button" className={css.what} title={notice.title} onClick={() => void openNotice(client, notice).catch(() => {})}>
        <strong>{notice.title}</strong>
        <small>{[look.word, notice.body].filter(Boolean).join(' · ')}</small>
      </button>
      <time dateTime={notice.createdAt} title={new Date(notice.createdAt).toLocaleString()}>{ago(notice.createdAt, now)}</time>
      {isUnread ? <IconButton icon={Check} label="Mark as read" onClick={() => void told(client.inbox.read({ noticeId: notice.id }))} /> : <span className={css.read} />}
    </li>
  )
}
