import { ok } from '../../../shared/model/result.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { notFound } from '../failures.ts'
import { ownerSeenBy, visibleTo } from '../visible.ts'

export const inboxHandlers = ({ store, clock }: Deps): Handlers<'inbox'> => {
  /** Other windows show it too. */
  const announce = (read: number): void => {
    if (read > 0) store.journal.append({ type: 'notices.read' })
  }
  return {
    list: ({ limit, offset, ...filter }, caller) => {
      const { items, total } = store.notices.list({ ...filter, ...visibleTo(caller) }, { limit, offset })
      return ok({ notices: [...items], total, limit, offset, unread: store.notices.unread(ownerSeenBy(caller)) })
    },
    read: ({ noticeId }) => {
      announce(store.notices.read({ id: noticeId }, clock.now()))
      const notice = store.notices.find(noticeId)
      return notice ? ok(notice) : notFound('notice', noticeId)
    },
    readAll: ({ until = Number.MAX_SAFE_INTEGER }, caller) => {
      const read = store.notices.read({ owner: ownerSeenBy(caller), until }, clock.now())
      announce(read)
      return ok({ read })
    },
  }
}
