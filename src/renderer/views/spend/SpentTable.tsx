import type { Spent } from '../../../shared/contract/spend.ts'
import type { Pages } from '../../state/pages.ts'
import { Cell, VirtualTable, type Column } from '../../ui/list/VirtualTable.tsx'
import { dollars } from '../../ui/format.ts'
import css from './Spend.module.css'

interface SpentTableProps {
  /** What a row is. */
  readonly title: string
  readonly spent: Pages<Spent>
  readonly mostUsd: number
}

const whole = (count: number): string => count.toLocaleString('en')

const figures: readonly Column[] = ['Spent', 'Runs', 'Turns', 'Tokens in', 'Tokens out'].map((title) => ({
  title,
  width: 'minmax(70px, 110px)',
  figures: true,
}))

export const SpentTable = ({ title, spent, mostUsd }: SpentTableProps) => (
  <VirtualTable
    label="Spent"
    columns={[{ title, width: 'minmax(160px, 1fr)' }, ...figures]}
    count={spent.count}
    keyOf={(index) => spent.at(index)?.key ?? String(index)}
    onShow={spent.show}
    row={(index) => {
      const row = spent.at(index)
      return row && <SpentRow row={row} mostUsd={mostUsd} />
    }}
  />
)

const SpentRow = ({ row, mostUsd }: { readonly row: Spent; readonly mostUsd: number }) => (
  <>
    <Cell>
      <span className={css.name} title={row.name}>
        {row.name}
      </span>
      <i className={css.share} aria-hidden style={{ width: `${mostUsd > 0 ? (row.usd / mostUsd) * 100 : 0}%` }} />
    </Cell>
    <Cell figures>{dollars(row.usd)}</Cell>
    <Cell figures>{whole(row.runs)}</Cell>
    <Cell figures>{whole(row.turns)}</Cell>
    <Cell figures>{whole(row.inputTokens)}</Cell>
    <Cell figures>{whole(row.outputTokens)}</Cell>
  </>
)
