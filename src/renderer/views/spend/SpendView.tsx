import { useEffect, useState } from 'react'
import { SpendBy, type Spent } from '../../../shared/contract/spend.ts'
import { useClient } from '../../state/client.ts'
import { Select } from '../../ui/Field.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import css from './Spend.module.css'

interface Page {
  readonly spend: readonly Spent[]
  readonly total: number
  readonly usd: number
  readonly todayUsd: number
  readonly perDayUsd: number | null
}

const titles: Readonly<Record<SpendBy, string>> = { day: 'Day (UTC)', task: 'Task', job: 'Job', profile: 'Profile' }
const shown = 200

/** What coding agents said that they cost. */
export function SpendView() {
  const client = useClient()
  const [by, setBy] = useState<SpendBy>('day')
  const [page, setPage] = useState<Page | null>(null)
  useEffect(() => {
    void client.spend
      .list({ by, limit: shown })
      .then((answer) => {
        if (answer.ok) setPage(answer.value)
      })
      .catch(() => {})
  }, [client, by])
  if (!page) return <Skeleton />
  return (
    <>
      <div className={css.head}>
        <Today usd={page.todayUsd} limit={page.perDayUsd} />
        <label>
          By{' '}
          <Select value={by} onChange={(event) => setBy(SpendBy.parse(event.target.value))}>
            {SpendBy.options.map((one) => (
              <option key={one} value={one}>
                {titles[one]}
              </option>
            ))}
          </Select>
        </label>
      </div>
      {page.total === 0 ? (
        <Empty text="Nothing was spent. What coding agents cost, as they tell it, is counted here." />
      ) : (
        <Table by={by} page={page} />
      )}
    </>
  )
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

function Table({ by, page }: { readonly by: SpendBy; readonly page: Page }) {
  const most = Math.max(...page.spend.map(({ usd }) => usd), Number.MIN_VALUE)
  return (
    <table className={css.table} aria-label="Spent">
      <thead>
        <tr>
          <th scope="col">{titles[by]}</th>
          <th scope="col">Spent</th>
          <th scope="col">Runs</th>
          <th scope="col">Turns</th>
          <th scope="col">Tokens in</th>
          <th scope="col">Tokens out</th>
        </tr>
      </thead>
      <tbody>
        {page.spend.map((row) => (
          <tr key={row.key ?? ''}>
            <th scope="row">
              <span>{row.name}</span>
              <i aria-hidden style={{ width: `${(row.usd / most) * 100}%` }} />
            </th>
            <td>{dollars(row.usd)}</td>
            <td>{whole(row.runs)}</td>
            <td>{whole(row.turns)}</td>
            <td>{whole(row.inputTokens)}</td>
            <td>{whole(row.outputTokens)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Together{page.total > page.spend.length && `, with ${whole(page.total - page.spend.length)} more`}</th>
          <td>{dollars(page.usd)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

const whole = (count: number): string => count.toLocaleString('en')
const dollars = (usd: number): string => `$${usd.toFixed(usd > 0 && usd < 1 ? 4 : 2)}`
