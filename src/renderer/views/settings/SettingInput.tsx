import type { KeyboardEvent } from 'react'
import type { SettingName } from '../../../shared/model/settings.ts'
import { Input, Select } from '../../ui/Field.tsx'
import { unitOf, unitWord, shown, valueOf } from './kind.ts'
import type { SettingField } from './useSetting.ts'
import css from './Settings.module.css'

interface SettingInputProps {
  readonly id: string
  readonly name: SettingName
  readonly setting: SettingField
}

/** The field that fits the kind of a setting. Choices are saved at once, what is written with Enter or on leaving the field. */
export function SettingInput({ id, name, setting }: SettingInputProps) {
  const { kind, text, save, write, problem } = setting
  const about = {
    id,
    'aria-describedby': `${id}-about${problem === undefined ? '' : ` ${id}-problem`}`,
    'aria-invalid': problem !== undefined,
  }
  const writing = { ...about, value: text, onBlur: () => void save(), onKeyDown: keysOf(setting) }
  switch (kind.kind) {
    case 'switch':
      return (
        <input
          {...about}
          type="checkbox"
          role="switch"
          className={css.switch}
          checked={text === 'true'}
          onChange={(event) => void save(String(event.target.checked))}
        />
      )
    case 'choice':
      return (
        <Select {...about} value={text} onChange={(event) => void save(event.target.value)}>
          {kind.options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      )
    case 'number':
      return (
        <>
          <Input
            {...writing}
            className={css.number ?? ''}
            inputMode="decimal"
            placeholder={kind.mayBeEmpty ? 'no limit' : ''}
            onChange={(event) => write(event.target.value)}
          />
          <span className={css.unit}>{unitBeside(name, setting)}</span>
        </>
      )
    case 'numbers':
      return <Input {...writing} inputMode="numeric" onChange={(event) => write(event.target.value)} />
    case 'lines':
      return (
        <textarea
          {...writing}
          className={css.lines}
          rows={Math.min(8, Math.max(2, text.split('\n').length))}
          placeholder="one a line"
          spellCheck={false}
          onChange={(event) => write(event.target.value)}
        />
      )
    case 'text':
      return <Input {...writing} mono placeholder="none" onChange={(event) => write(event.target.value)} />
    case 'document':
      return null
  }
}

/** Milliseconds are also said as people say them. */
function unitBeside(name: SettingName, { kind, text, problem }: SettingField): string | undefined {
  const value = valueOf(kind, text)
  const inTime = unitOf(name) === 'ms' || unitOf(name) === 's'
  return inTime && typeof value === 'number' && value >= 1_000 && problem === undefined
    ? `${unitWord(name) ?? ''} = ${shown(name, value)}`
    : unitWord(name)
}

/** Enter saves, but for a field of many lines; Esc gives up what was written. */
const keysOf =
  (setting: SettingField) =>
  (event: KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Enter' && setting.kind.kind !== 'lines') void setting.save()
    if (event.key !== 'Escape' || !setting.dirty) return
    event.preventDefault()
    setting.revert()
  }
