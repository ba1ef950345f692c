import { useRef, useState } from 'react'
import { useStore } from '../../state/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Input } from '../../ui/Field.tsx'
import { counted } from '../../ui/format.ts'
import { sections, speaksOf, type Section } from './sections.ts'
import { SettingRow } from './SettingRow.tsx'
import { WindowSettings } from './WindowSettings.tsx'
import css from './Settings.module.css'

/** Every setting of the engine, drawn from its schema, and those of this window before them. */
export function SettingsView() {
  const [asked, setAsked] = useState('')
  const [changedOnly, setChangedOnly] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const found = useFound(asked.trim(), changedOnly)
  const count = found.reduce((sum, { names }) => sum + names.length, 0)
  const ownFits = !changedOnly && 'window theme high contrast rows compact desktop notifications'.includes(asked.trim().toLowerCase())
  const show = (id: string): void => list.current?.querySelector(`[data-section="${id}"]`)?.scrollIntoView({ block: 'start' })
  return (
    <div className={css.page}>
      <div className={css.bar}>
        <Input
          type="search"
          aria-label="Find a setting"
          placeholder="Find a setting"
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
        />
        <label>
          <input type="checkbox" checked={changedOnly} onChange={(event) => setChangedOnly(event.target.checked)} /> Only what was changed
        </label>
        <span role="status">{counted(count, 'setting')}</span>
      </div>
      <nav className={css.contents} aria-label="Sections">
        {ownFits && (
          <button type="button" onClick={() => show('window')}>
            This window
          </button>
        )}
        {found.map(({ id, title }) => (
          <button key={id} type="button" onClick={() => show(id)}>
            {title}
          </button>
        ))}
      </nav>
      <div ref={list} className={css.list}>
        {ownFits && (
          <section aria-label="This window" data-section="window">
            <h3>This window</h3>
            <WindowSettings />
          </section>
        )}
        {found.map(({ id, title, names }) => (
          <section key={id} aria-label={title} data-section={id}>
            <h3>{title}</h3>
            {names.map((name) => (
              <SettingRow key={name} name={name} />
            ))}
          </section>
        ))}
        {count === 0 && !ownFits && (
          <Empty text={changedOnly && asked === '' ? 'Every setting is as usual.' : 'No setting speaks of this.'}>
            <Button
              onClick={() => {
                setAsked('')
                setChangedOnly(false)
              }}
            >
              Show all
            </Button>
          </Empty>
        )}
      </div>
    </div>
  )
}

/** The sections with what was asked for in them. */
function useFound(asked: string, changedOnly: boolean): readonly Section[] {
  const settings = useStore((state) => state.settings)
  const isChanged = (name: string): boolean => JSON.stringify(settings[name]?.value) !== JSON.stringify(settings[name]?.default)
  return sections
    .map((section) => ({
      ...section,
      names: section.names.filter((name) => speaksOf(name, section, asked) && (!changedOnly || isChanged(name))),
    }))
    .filter(({ names }) => names.length > 0)
}
