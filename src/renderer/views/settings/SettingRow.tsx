import { useId, type ReactNode } from 'react'
import { RotateCcw } from 'lucide-react'
import type { SettingName } from '../../../shared/model/settings.ts'
import { openView } from '../../state/open-view.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { BlackoutsSetting } from './BlackoutsSetting.tsx'
import { SettingInput } from './SettingInput.tsx'
import { titleOfSetting } from './sections.ts'
import { aboutOf, shown } from './kind.ts'
import { useSetting, type SettingField } from './useSetting.ts'
import css from './Settings.module.css'

/** One setting: what it is called, what it does, its field, what is usual, and what is wrong with what was written. */
export function SettingRow({ name }: { readonly name: SettingName }) {
  const setting = useSetting(name)
  const id = useId()
  const title = titleOfSetting(name)
  const help = !setting.isUsual && (
    <>
      <span className={css.usual} title={shown(name, setting.usual)}>
        usually {shown(name, setting.usual)}
      </span>
      <IconButton icon={RotateCcw} label={`${title}: back to what is usual`} onClick={() => void setting.restore()} />
    </>
  )
  if (setting.kind.kind === 'document')
    return (
      <Line title={title} about={aboutOf(name)} name={name} changed={!setting.isUsual} problem={setting.problem}>
        <Elsewhere name={name} setting={setting} />
      </Line>
    )
  return (
    <Line title={title} about={aboutOf(name)} name={name} labels={id} changed={!setting.isUsual} after={help} problem={setting.problem}>
      <SettingInput id={id} name={name} setting={setting} />
    </Line>
  )
}

/** What is too much for a field has rows of its own, or a view. */
function Elsewhere({ name, setting }: { readonly name: SettingName; readonly setting: SettingField }) {
  switch (name) {
    case 'pipeline.templates':
      return <Button onClick={() => openView('pipelines')}>Edit in Pipelines</Button>
    case 'schedules.blackouts':
      return <BlackoutsSetting value={setting.value} save={(value) => void setting.put(value)} />
    default:
      return <span className={css.elsewhere}>Set it over the command line: yardmaster settings set</span>
  }
}

interface LineProps {
  readonly title: string
  readonly about: string
  /** As the command line and the API call it. */
  readonly name?: string
  /** The id of the field that the title labels. */
  readonly labels?: string
  readonly changed?: boolean
  readonly after?: ReactNode
  readonly problem?: string | undefined
  readonly children: ReactNode
}

export const Line = ({ title, about, name, labels, changed, after, problem, children }: LineProps) => (
  <div className={css.line} data-changed={changed || undefined}>
    <div className={css.what}>
      <label className={css.title} htmlFor={labels}>
        {title}
      </label>
      {name !== undefined && <code>{name}</code>}
      <p id={labels && `${labels}-about`}>{about}</p>
    </div>
    <div className={css.field}>
      <div className={css.control}>
        {children}
        {after}
      </div>
      {problem !== undefined && (
        <div id={labels && `${labels}-problem`} className={css.problem} role="alert">
          {problem}
        </div>
      )}
    </div>
  </div>
)
