import { useState } from 'react'
import { mostWorkers } from '../../../shared/model/settings.ts'
import type { DepthUsage, QuotaLevel } from '../../../shared/model/resources.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useForbidden } from '../../state/me.ts'
import { Input } from '../../ui/Field.tsx'
import css from './Resources.module.css'

/** Said in words too, never by colour alone. */
const levelWords = { calm: '', warning: 'nearly full', critical: 'full, or almost' } as const satisfies Record<QuotaLevel, string>

interface QuotaRowProps {
  readonly usage: DepthUsage
  readonly look: () => void
}

export function QuotaRow({ usage: { depth, allocated, available, maxWorkers, level }, look }: QuotaRowProps) {
  const share = maxWorkers === 0 ? Number(allocated > 0) : Math.min(1, allocated / maxWorkers)
  return (
    <tr data-level={level}>
      <th scope="row">
        {depth}
        {depth === 0 && <small>jobs at the top</small>}
      </th>
      <td data-figures>
        {allocated.toLocaleString('en')} of {maxWorkers.toLocaleString('en')}
      </td>
      <td className={css.full}>
        <div
          className={css.bar}
          role="meter"
          aria-label={`Held at depth ${depth}`}
          aria-valuemin={0}
          aria-valuemax={maxWorkers}
          aria-valuenow={allocated}
        >
          <i style={{ width: `${share * 100}%` }} />
          <span data-at="80" />
          <span data-at="90" />
        </div>
        <small>{levelWords[level]}</small>
      </td>
      <td data-figures>{available.toLocaleString('en')}</td>
      <td>
        <QuotaInput depth={depth} maxWorkers={maxWorkers} look={look} />
      </td>
    </tr>
  )
}

/** Saved when it is left, or with Enter. What is held already stays. */
function QuotaInput({ depth, maxWorkers, look }: { readonly depth: number; readonly maxWorkers: number; readonly look: () => void }) {
  const client = useClient()
  const unavailable = useForbidden('resources:write')
  const [text, setText] = useState(String(maxWorkers))
  const wanted = Number(text)
  const isGood = text.trim() !== '' && Number.isInteger(wanted) && wanted >= 0 && wanted <= mostWorkers
  const save = (): void => {
    if (!isGood) return setText(String(maxWorkers))
    if (wanted !== maxWorkers) void told(client.resources.setQuota({ depth, maxWorkers: wanted })).then(look)
  }
  return (
    <Input
      type="number"
      min={0}
      max={mostWorkers}
      aria-label={`Quota of depth ${depth}`}
      aria-invalid={!isGood}
      disabled={unavailable !== undefined}
      title={unavailable}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save()
      }}
    />
  )
}
