import type { ImportReport, ImportRow } from '../../../shared/contract/moving.ts'
import { Button } from '../../ui/Button.tsx'
import css from './Moving.module.css'

interface Props {
  readonly report: ImportReport
  readonly perform: () => Promise<void>
  readonly busy: boolean
}

/** What it would do, line by line, and the button that does it; afterwards, what it did. */
export function ReportTable({ report, perform, busy }: Props) {
  const { dryRun, created, changed, skipped, rows, problems } = report
  const nothing = created + changed === 0
  return (
    <div className={css.report}>
      <p role="status" className={css.sum}>
        {dryRun
          ? `${created} would be created, ${changed} changed, ${skipped} left as they are.`
          : `Done: ${created} created, ${changed} changed, ${skipped} left as they were.`}
      </p>
      {problems.length > 0 && (
        <ul className={css.problems} aria-label="Problems">
          {problems.map(({ file, index, reason }, at) => (
            <li key={at}>
              <code>
                {file}
                {index === null ? '' : ` [${index}]`}
              </code>{' '}
              {reason}
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && <Rows rows={rows} />}
      {dryRun && (
        <Button
          tone="primary"
          disabled={busy || nothing}
          title={nothing ? 'There is nothing to bring in' : undefined}
          onClick={() => void perform()}
        >
          Import
        </Button>
      )}
    </div>
  )
}

const words = { create: '+ create', change: '~ change', skip: '= leave' } as const satisfies Record<ImportRow['action'], string>
const shown = 500

function Rows({ rows }: { readonly rows: readonly ImportRow[] }) {
  const sorted = [...rows].sort((one, other) => Number(one.action === 'skip') - Number(other.action === 'skip'))
  return (
    <div className={css.rows}>
      <table aria-label="What becomes of each">
        <thead>
          <tr>
            <th scope="col">What happens</th>
            <th scope="col">Kind</th>
            <th scope="col">Name</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, shown).map(({ action, entity, id, name, fields }) => (
            <tr key={`${entity} ${id}`} data-action={action}>
              <td>{words[action]}</td>
              <td>{entity}</td>
              <td>
                {name}
                {fields && <small> {fields.join(', ')}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown && <p>and {(rows.length - shown).toLocaleString('en')} more</p>}
    </div>
  )
}
