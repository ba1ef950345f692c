import { useCallback, useEffect, useState } from 'react'
import type { RetentionPreview } from '../../../shared/contract/retention.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useStore } from '../../state/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { counted } from '../../ui/format.ts'
import { bytes, fields, settingOf, valueOf, type Draft } from './rules.ts'
import css from './Retention.module.css'

/** The rules by which old runs go, tried out before they act. */
export function RetentionView() {
  const settings = useStore((state) => state.settings)
  const known = fields.every(({ setting }) => settings[setting] !== undefined)
  return known ? <Rules key={fields.map(({ setting }) => String(settings[setting]?.value)).join()} /> : <Skeleton />
}

function Rules() {
  const client = useClient()
  const settings = useStore((state) => state.settings)
  const saved = (): Draft => Object.fromEntries(fields.map((field) => [field.name, settingOf(field, settings[field.setting]?.value)]))
  const [draft, setDraft] = useState<Draft>(saved)
  const [preview, setPreview] = useState<RetentionPreview | string | null>(null)
  const look = useCallback(() => {
    void client.retention
      .preview(Object.fromEntries(fields.map((field) => [field.name, valueOf(field, draft)])))
      .then((answer) => setPreview(answer.ok ? answer.value : answer.failure.message))
      .catch(() => {})
  }, [client, draft])
  useEffect(look, [look])
  const before = saved()
  const changed = fields.some(({ name }) => draft[name] !== before[name])
  const save = (): void =>
    void told(client.settings.update(Object.fromEntries(fields.map((field) => [field.setting, valueOf(field, draft)]))))
  const apply = (): void => void told(client.retention.apply({})).then(look)
  return (
    <form
      className={css.view}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className={css.fields}>
        {fields.map((field) => (
          <Field key={field.name} label={field.label} help={field.help}>
            {(ids) => (
              <Input
                {...ids}
                inputMode="decimal"
                value={draft[field.name] ?? ''}
                placeholder="no limit"
                onChange={(event) => setDraft({ ...draft, [field.name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      {preview === null ? <Skeleton /> : typeof preview === 'string' ? <Empty text={preview} /> : <Outlook preview={preview} />}
      <div className={css.buttons}>
        <Button tone="primary" type="submit" disabled={!changed || typeof preview === 'string'}>
          Save
        </Button>
        <Button disabled={changed || preview === null || typeof preview === 'string' || preview.runs + preview.ticks === 0} onClick={apply}>
          Let go now
        </Button>
        <span>
          {changed ? 'Not saved: this is what these rules would do.' : 'Saved rules act within ten minutes, on what is there already, too.'}
        </span>
      </div>
    </form>
  )
}

function Outlook({ preview }: { readonly preview: RetentionPreview }) {
  const { runs, byAge, byCount, bySize, logBytes, oldestEnd, newestEnd, ticks, pinned } = preview
  const day = (at: string | null): string => (at === null ? '–' : new Date(at).toLocaleDateString())
  return (
    <dl className={css.outlook} aria-label="What would go">
      <div>
        <dt>Runs that would go</dt>
        <dd>
          <b>{runs.toLocaleString('en')}</b>
          {runs > 0 &&
            `: by age ${byAge.toLocaleString('en')}, by number ${byCount.toLocaleString('en')}, by size ${bySize.toLocaleString('en')}; ended ${day(oldestEnd)} to ${day(newestEnd)}`}
        </dd>
      </div>
      <div>
        <dt>Their logs</dt>
        <dd>{bytes(logBytes)}</dd>
      </div>
      <div>
        <dt>Occurrences forgotten</dt>
        <dd>{ticks.toLocaleString('en')}</dd>
      </div>
      <div>
        <dt>Stay as pinned</dt>
        <dd>{counted(pinned, 'run')}</dd>
      </div>
    </dl>
  )
}
