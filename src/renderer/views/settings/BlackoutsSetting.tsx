import { useState } from 'react'
import { Plus, Trash2 } from 'lucide-react'
import { Blackouts, type Blackout } from '../../../shared/model/blackout.ts'
import { BlackoutFields, blackoutFieldsOf, blackoutFrom, dayChoicesWith, newBlackout } from '../../ui/blackout-form.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Input, Select } from '../../ui/Field.tsx'
import css from './Settings.module.css'

interface BlackoutsSettingProps {
  readonly value: unknown
  readonly save: (value: readonly Blackout[]) => void
}

const rowsOf = (value: unknown): readonly BlackoutFields[] => (Blackouts.safeParse(value).data ?? []).map(blackoutFieldsOf)

/** Times of day in which nothing starts by itself, one below the other. What is whole acts at once. */
export function BlackoutsSetting({ value, save }: BlackoutsSettingProps) {
  const [stored, setStored] = useState(value)
  const [rows, setRows] = useState(() => rowsOf(value))
  if (stored !== value) {
    setStored(value)
    setRows(rowsOf(value))
  }
  const put = (next: readonly BlackoutFields[]): void => {
    setRows(next)
    if (next.every((row) => BlackoutFields.safeParse(row).success)) save(next.map(blackoutFrom))
  }
  const change = (index: number, changes: Partial<BlackoutFields>): void =>
    put(rows.map((row, at) => (at === index ? { ...row, ...changes } : row)))
  return (
    <div className={css.blackouts}>
      {rows.map((row, index) => (
        <div key={index} className={css.blackout}>
          <Input aria-label="From" type="time" value={row.from} onChange={(event) => change(index, { from: event.target.value })} />
          <Input aria-label="To" type="time" value={row.to} onChange={(event) => change(index, { to: event.target.value })} />
          <IconButton icon={Trash2} label="Remove this blackout" onClick={() => put(rows.filter((_, at) => at !== index))} />
          <Select aria-label="On which days" value={row.days} onChange={(event) => change(index, { days: event.target.value })}>
            {Object.entries(dayChoicesWith(row.days)).map(([days, word]) => (
              <option key={days} value={days}>
                {word}
              </option>
            ))}
          </Select>
        </div>
      ))}
      <Button icon={Plus} onClick={() => put([...rows, newBlackout])}>
        Add a blackout
      </Button>
    </div>
  )
}
