import { useEffect, useState } from 'react'
import { Check, CheckCheck } from 'lucide-react'
import type { Notice } from '../../../shared/model/notice.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { openNotice } from '../../state/notices.ts'
import { pageFrom, usePages, type AskPage, type Pages } from '../../state/pages.ts'
import { useStore } from '../../state/store.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { ago } from '../../ui/format.ts'
import { Cell, VirtualTable, type Column } from '../../ui/list/VirtualTable.tsx'
import { Named } from '../../ui/Named.tsx'
import { useNow } from '../../ui/now.ts'
import { StateShape } from '../../ui/StateShape.tsx'
import { noticeLooks } from './looks.ts'
import css from './Inbox.module.css'

const askAll: AskPage<Notice> = (client, page) => pageFrom(client.inbox.list(page), ({ notices }) => notices)
const askUnread: AskPage<Notice> = (client, page) => pageFrom(client.inbox.list({ ...page, unread: true }), ({ notices }) => notices)

const columns: readonly Column[] = [
  { title: 'State', width: '14px', untitled: true },
  { title: 'Notice', width: 'minmax(0, 1fr)' },
  { title: 'When', width: '110px', figures: true },
  { title: 'Read', width: '30px', untitled: true },
]

/** What you were told, newest first. */
export function InboxView() {
  const client = useClient()
  const [onlyUnread, setOnlyUnread] = useState(false)
  const notices = usePages(onlyUnread ? askUnread : askAll)
  const unread = useUnread(notices)
  if (notices.count < 0) return <Skeleton />
  const newest = notices.at(0)?.seq
  const readAll = (): void => void told(client.inbox.readAll(newest === undefined || onlyUnread ? {} : { until: newest }))
  return (
    <>
      <div className={css.bar}>
        <label>
          <input type="checkbox" checked={onlyUnread} onChange={(event) => setOnlyUnread(event.target.checked)} />
          Only unread
        </label>
        <span role="status">{`${unread.toLocaleString('en')} unread`}</span>
        <Button icon={CheckCheck} disabled={unread === 0} title={unread === 0 ? 'Everything is read' : undefined} onClick={readAll}>
          Mark all as read
        </Button>
      </div>
      {notices.count === 0 ? (
        <Empty
          text={
            onlyUnread
              ? 'Everything is read.'
              : 'Nothing to tell. Failures, what waits for you and what was missed appear here; the settings say what else.'
          }
        />
      ) : (
        <VirtualTable
          label="Notices"
          columns={columns}
          count={notices.count}
          keyOf={(index) => notices.at(index)?.id ?? String(index)}
          onShow={notices.show}
          row={(index) => {
            const notice = notices.at(index)
            return notice && <NoticeRow notice={notice} />
          }}
        />
      )}
    </>
  )
}

/** How many are unread. They are read anew whenever a notice comes or is read. */
function useUnread({ look }: Pages<Notice>): number {
  const unread = useStore((state) => state.summary?.unread) ?? 0
  const toldUntil = useStore((state) => state.toldUntil)
  useEffect(look, [look, unread, toldUntil])
  return unread
}

function NoticeRow({ notice }: { readonly notice: Notice }) {
  const client = useClient()
  const now = useNow()
  const look = noticeLooks[notice.kind]
  const isUnread = notice.readAt === null
  return (
    <>
      <Cell>
        <StateShape look={look} />
      </Cell>
      <Cell>
        <div className={css.what} data-unread={isUnread || undefined}>
          <Named
            name={notice.title}
            about={[look.word, notice.body].filter(Boolean).join(' · ')}
            onShow={() => void openNotice(client, notice).catch(() => {})}
          />
        </div>
      </Cell>
      <Cell figures>
        <time className={css.when} dateTime={notice.createdAt} title={new Date(notice.createdAt).toLocaleString()}>
          {ago(notice.createdAt, now)}
        </time>
      </Cell>
      <Cell figures>
        {isUnread && <IconButton icon={Check} label="Mark as read" onClick={() => void told(client.inbox.read({ noticeId: notice.id }))} />}
      </Cell>
    </>
  )
}
