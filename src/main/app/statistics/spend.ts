import { ok } from '../../../shared/model/result.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { visibleTo } from '../visible.ts'

export const spendHandlers = ({ store, clock, settings }: Deps): Handlers<'spend'> => ({
  list: ({ limit, offset, ...filter }, caller) => {
    const seen = visibleTo(caller)
    const { items, total } = store.spend.list({ ...filter, ...seen }, { limit, offset })
    return ok({
      spend: items.map((row) => ({ ...row, name: row.name ?? (row.key === null ? `no ${filter.by}` : 'deleted') })),
      total,
      limit,
      offset,
      usd: store.spend.sum({ since: filter.since, until: filter.until, ...seen }),
      todayUsd: store.spend.sum({ since: `${clock.now().slice(0, 10)}T00:00:00.000Z`, ...seen }),
      perDayUsd: settings()['spend.per_day_usd'],
    })
  },
})
