import { useMemo } from 'react'
import type { JobId, ProfileId } from '../../../shared/model/ids.ts'
import { deepestJob, type WorkingDirectory } from '../../../shared/model/job.ts'
import { outlineOf } from '../../state/outline.ts'
import { useProfiles } from '../../state/profiles.ts'
import { useStore } from '../../state/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input, Select } from '../../ui/Field.tsx'
import { LabelsInput } from '../../ui/Labels.tsx'
import css from '../Forms.module.css'

/* Fields that more than one form about jobs has. */

interface FieldOf<Value> {
  readonly value: Value
  readonly problem: string | undefined
  readonly onChange: (value: Value) => void
}

export const FolderField = ({ value, problem, onChange }: FieldOf<WorkingDirectory | null>) => (
  <Field label="Folder" help="Where its tasks run, unless they say otherwise." problem={problem}>
    {(ids) => (
      <Input
        {...ids}
        mono
        placeholder="~ (your home)"
        value={value?.path ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : { ...value, path: event.target.value })}
      />
    )}
  </Field>
)

export function ProfileField({ value, problem, onChange }: FieldOf<ProfileId | null>) {
  const profiles = useProfiles()
  return (
    <Field label="Profile" help="The environment of its tasks, unless they have their own." problem={problem}>
      {(ids) => (
        <Select
          {...ids}
          value={value ?? ''}
          onChange={(event) => onChange(profiles.find(({ id }) => id === event.target.value)?.id ?? null)}
        >
          <option value="">None</option>
          {profiles.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

export const WorkersField = ({ value, problem, onChange }: FieldOf<number>) => (
  <Field label="Tasks at once" problem={problem}>
    {(ids) => (
      <Input
        {...ids}
        type="number"
        min={1}
        max={1000}
        value={Number.isNaN(value) ? '' : value}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
    )}
  </Field>
)

const mostLabels = 200

export function LabelsField({ value, problem, onChange }: FieldOf<string[]>) {
  const jobs = useStore(outlineOf)
  const known = useMemo(() => [...new Set([...jobs.values()].flatMap(({ labels }) => labels))].sort().slice(0, mostLabels), [jobs])
  return (
    <Field label="Labels" help="To find it by: the filter above the jobs takes # and a label." problem={problem}>
      {(ids) => <LabelsInput {...ids} value={value} known={known} onChange={onChange} />}
    </Field>
  )
}

const mostOffered = 1_000

/** The keyboard's way to nest a job. */
export function ParentField({ value, problem, onChange, self }: FieldOf<JobId | null> & { readonly self: JobId | null }) {
  const jobs = useStore((state) => state.jobs)
  const others = [...jobs.values()].filter((job) => job.id !== self && job.depth < deepestJob)
  return (
    <Field label="Inside" problem={problem}>
      {(ids) => (
        <Select
          {...ids}
          value={value ?? ''}
          onChange={(event) => onChange(others.find((job) => job.id === event.target.value)?.id ?? null)}
        >
          <option value="">No other job</option>
          {others.slice(0, mostOffered).map((job) => (
            <option key={job.id} value={job.id}>
              {'\u2003'.repeat(job.depth)}
              {job.name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

export const FormButtons = ({ what, close }: { readonly what: string; readonly close: () => void }) => (
  <div className={css.buttons}>
    <Button onClick={close}>Cancel</Button>
    <Button type="submit" tone="primary">
      {what}
    </Button>
  </div>
)
