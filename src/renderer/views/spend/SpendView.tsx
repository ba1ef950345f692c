import { useMemo, useState, type ReactNode } from 'react'
import { SpendBy, type Spent } from '../../../shared/contract/spend.ts'
import { usePages, type AskPage } from '../../state/pages.ts'
import { Select } from '../../ui/Field.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { counted, dollars } from '../../ui/format.ts'
import { SpentTable } from './SpentTable.tsx'
import css from './Spend.module.css'

/** What is known of all of it, beside the rows. */
export interface Sum {
  readonly usd: number
  readonly todayUsd: number
  readonly perDayUsd: number | null
  /** The most that one row of those that were read has spent. */
  readonly mostUsd: number
}

const words: Readonly<Record<SpendBy, string>> = { day: 'Day (UTC)', task: 'Task', job: 'Job', profile: 'Profile' }

/** What coding agents said that they cost. */
export function SpendView() {
  const [by, setBy] = useState<SpendBy>('day')
  return (
    <SpendBySome
      key={by}
      by={by}
      choice={
        <label>
          By{' '}
          <Select value={by} onChange={(event) => setBy(SpendBy.parse(event.target.value))}>
            {SpendBy.options.map((one) => (
              <option key={one} value={one}>
                {words[one]}
              </option>
            ))}
          </Select>
        </label>
      }
    />
  )
}

function SpendBySome({ by, choice }: { readonly by: SpendBy; readonly choice: ReactNode }) {
  const [sum, setSum] = useState<Sum | null>(null)
  const ask = useMemo(() => askBy(by, setSum), [by])
  const spent = usePages(ask, undefined)
  if (spent.count < 0 || !sum) return spent.refused === undefined ? <Skeleton /> : <Empty text={spent.refused} />
  return (
    <>
      <div className={css.head}>
        <Today usd={sum.todayUsd} limit={sum.perDayUsd} />
        {choice}
      </div>
      {spent.count === 0 ? (
        <Empty text="Nothing was spent. What coding agents cost, as they tell it, is counted here." />
      ) : (
        <>
          <SpentTable title={words[by]} spent={spent} mostUsd={sum.mostUsd} />
          <p className={css.together}>
            <b>Together {dollars(sum.usd)}</b> in {counted(spent.count, by)}
          </p>
        </>
      )}
    </>
  )
}

/** Asks for rows; what the answer says of all of them goes to `tell`. */
const askBy =
  (by: SpendBy, tell: (sum: (before: Sum | null) => Sum) => void): AskPage<Spent> =>
  async (client, page) => {
    const answer = await client.spend.list({ by, ...page })
    if (!answer.ok) return answer.failure.message
    const { spend, total, usd, todayUsd, perDayUsd } = answer.value
    tell((before) => ({ usd, todayUsd, perDayUsd, mostUsd: Math.max(before?.mostUsd ?? 0, ...spend.map((row) => row.usd)) }))
    return { rows: spend, total }
  }

/** Today against the limit of a day. */
function Today({ usd, limit }: { readonly usd: number; readonly limit: number | null }) {
  const share = limit ? Math.min(1, usd / limit) : 0
  return (
    <div className={css.today}>
      <span>
        Today {dollars(usd)}
        {limit === null ? ', no limit a day is set' : ` of ${dollars(limit)}`}
      </span>
      {limit !== null && (
        <div
          className={css.meter}
          role="meter"
          aria-label="Spent today"
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuenow={usd}
          data-full={share >= 1 || undefined}
        >
          <i style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </div>
  )
}
