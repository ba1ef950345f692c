import { useRef, type ChangeEvent } from 'react'
import { FileUp } from 'lucide-react'
import { Button } from '../../ui/Button.tsx'
import { Field, Input, Select } from '../../ui/Field.tsx'
import type { Origin, useImport } from './useImport.ts'
import css from './Moving.module.css'

interface Words {
  readonly title: string
  readonly usual: string
  readonly help: string
}

const origins: { readonly [From in Origin]: Words } = {
  'claude-code-scheduler': {
    title: 'claude-code-scheduler',
    usual: '~/.config/claude-code-scheduler',
    help: 'Its data folder or one of its export files. Left empty: its usual folders. They are only read.',
  },
  crontab: { title: 'crontab', usual: 'your own crontab', help: 'A file in the form of crontab. Left empty: your own crontab.' },
  yardmaster: { title: 'Yardmaster', usual: '~/yardmaster.yaml', help: 'A document that was exported, or written by hand: JSON or YAML.' },
}

export function ImportForm({ importing: { asked, ask, preview, busy } }: { readonly importing: ReturnType<typeof useImport> }) {
  const chosen = useRef<HTMLInputElement>(null)
  const words = origins[asked.from]
  const choose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.target.files ?? []
    if (file) ask({ file: { name: file.name, text: await file.text() } })
  }
  const missing = asked.from === 'yardmaster' && !asked.file && asked.path.trim() === ''
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (!missing) void preview()
      }}
    >
      <Field label="From">
        {(ids) => (
          <Select {...ids} value={asked.from} onChange={(event) => ask({ from: event.target.value as Origin, file: null, path: '' })}>
            {Object.entries(origins).map(([from, { title }]) => (
              <option key={from} value={from}>
                {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Where" help={asked.file ? 'The file that was chosen here.' : words.help}>
        {(ids) => (
          <div className={css.where}>
            <Input
              {...ids}
              mono
              value={asked.file?.name ?? asked.path}
              readOnly={asked.file !== null}
              placeholder={words.usual}
              onChange={(event) => ask({ path: event.target.value })}
            />
            {asked.file ? (
              <Button onClick={() => ask({ file: null })}>Use a path</Button>
            ) : (
              <Button icon={FileUp} onClick={() => chosen.current?.click()}>
                Choose a file…
              </Button>
            )}
            <input ref={chosen} type="file" hidden aria-label="File to bring in" onChange={(event) => void choose(event)} />
          </div>
        )}
      </Field>
      {asked.from === 'claude-code-scheduler' && (
        <>
          <label className={css.switch}>
            <input type="checkbox" checked={asked.skipSamples} onChange={(event) => ask({ skipSamples: event.target.checked })} />
            Leave out its three sample tasks, where nobody changed them
          </label>
          <label className={css.switch}>
            <input type="checkbox" checked={asked.appendUnordered} onChange={(event) => ask({ appendUnordered: event.target.checked })} />
            Run tasks outside a job’s order with it, at the end; otherwise they stand beside it, unassigned
          </label>
        </>
      )}
      {asked.from !== 'claude-code-scheduler' && (
        <Field label="What is here already">
          {(ids) => (
            <Select {...ids} value={asked.onConflict} onChange={(event) => ask({ onConflict: event.target.value as 'skip' })}>
              <option value="skip">Leave it as it is</option>
              <option value="overwrite">Change it to what the file says</option>
              <option value="rename">Bring jobs in beside it, as copies</option>
            </Select>
          )}
        </Field>
      )}
      <Button type="submit" tone="primary" disabled={busy || missing} title={missing ? 'Choose a file, or say where it is' : undefined}>
        Preview
      </Button>
    </form>
  )
}
