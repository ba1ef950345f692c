import { useFieldArray, useFormContext } from 'react-hook-form'
import { Plus, Trash2 } from 'lucide-react'
import type { JobId, ProfileId } from '../../../shared/model/ids.ts'
import type { Task } from '../../../shared/model/task.ts'
import { useProfiles } from '../../state/profiles.ts'
import { useStore } from '../../state/store.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Field, Input, Select } from '../../ui/Field.tsx'
import { Text, useField } from './fields.tsx'
import type { TaskFields } from './form.ts'
import { Section } from './Section.tsx'
import css from './Editor.module.css'

export function ProfileField({ task }: { readonly task: Task }) {
  const profiles = useProfiles()
  const { register, problem } = useField('profileId')
  const ofJob = useStore((state) => state.jobs.get(task.jobId as JobId)?.profileId ?? null)
  const named = (id: ProfileId | null): string | undefined => profiles.find((profile) => profile.id === id)?.name
  const usual = ofJob ? `${named(ofJob) ?? 'A profile'} (the job’s)` : 'None'
  return (
    <Field label="Profile" problem={problem} help="The variables of its environment.">
      {(ids) => (
        <Select {...ids} {...register}>
          <option value="">{usual}</option>
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

export function DependenciesSection({ task }: { readonly task: Task }) {
  const { register } = useFormContext<TaskFields>()
  const { fields, append, remove } = useFieldArray<TaskFields, 'dependsOn'>({ name: 'dependsOn' })
  const { problem } = useField('dependsOn')
  const tasks = useStore((state) => state.tasks)
  if (!task.jobId) return null
  const others = [...tasks.values()].filter((other) => other.jobId === task.jobId && other.id !== task.id)
  return (
    <Section title="After">
      {fields.map((row, index) => (
        <div key={row.id} className={css.row}>
          <Select aria-label="Task it waits for" {...register(`dependsOn.${index}.taskId`)}>
            <option value="">Choose a task</option>
            {others.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          <Select aria-label="How that must have ended" {...register(`dependsOn.${index}.when`)}>
            <option value="succeeded">has succeeded</option>
            <option value="failed">has failed</option>
            <option value="finished">has ended</option>
          </Select>
          <IconButton icon={Trash2} label="Do not wait for it" onClick={() => remove(index)} />
        </div>
      ))}
      {problem && (
        <div className={css.problem} role="alert">
          {problem}
        </div>
      )}
      <div>
        <Button
          icon={Plus}
          disabled={others.length === 0}
          title={others.length === 0 ? 'Its job has no other task' : undefined}
          onClick={() => append({ taskId: '', when: 'succeeded' })}
        >
          Wait for a task
        </Button>
      </div>
    </Section>
  )
}

function Switch({
  name,
  label,
}: {
  readonly name: 'commitOnSuccess' | 'useGitWorktree' | 'onStart' | 'onEnd' | 'onFailure'
  readonly label: string
}) {
  const { register } = useFormContext<TaskFields>()
  return (
    <label className={css.switch}>
      <input type="checkbox" {...register(name)} />
      {label}
    </label>
  )
}

/** What is only of use in a folder of its own is offered with one. */
export function GitFields() {
  const { watch } = useFormContext<TaskFields>()
  const named = watch('folder').trim() !== ''
  return (
    <div className={css.switches}>
      {named && <Switch name="useGitWorktree" label="Work in a git worktree of it, in Yardmaster’s own folder" />}
      <Switch name="commitOnSuccess" label="Commit what a successful run changed" />
    </div>
  )
}

export const TellSection = () => (
  <Section title="Tell me">
    <div className={css.switches}>
      <Switch name="onStart" label="when it starts" />
      <Switch name="onEnd" label="when it ends" />
      <Switch name="onFailure" label="when it fails" />
    </div>
  </Section>
)

const checkWords = {
  exit_code: ['Exit code is one of', '0, 3'],
  log_pattern: ['Log has a line like', '\\d+ passed'],
  no_log_pattern: ['Log has no line like', 'WARN'],
  command: ['Command succeeds', 'npm test'],
  files_changed: ['Files have changed', '**/* (any)'],
} as const

export function SuccessSection() {
  const {
    register,
    watch,
    formState: { errors },
  } = useFormContext<TaskFields>()
  const { fields, append, remove } = useFieldArray<TaskFields, 'checks'>({ name: 'checks' })
  const backoff = useField('backoff')
  const attempts = Number(watch('attempts'))
  return (
    <Section title="Success">
      {fields.map((row, index) => {
        const [, example] = checkWords[watch(`checks.${index}.type`)]
        return (
          <div key={row.id}>
            <div className={css.row}>
              <Select aria-label="What is checked" {...register(`checks.${index}.type`)}>
                {Object.entries(checkWords).map(([type, [word]]) => (
                  <option key={type} value={type}>
                    {word}
                  </option>
                ))}
              </Select>
              <Input
                aria-label="What it must be"
                mono
                placeholder={example}
                aria-invalid={errors.checks?.[index]?.value !== undefined}
                {...register(`checks.${index}.value`)}
              />
              <IconButton icon={Trash2} label="Remove this check" onClick={() => remove(index)} />
            </div>
            {errors.checks?.[index]?.value && (
              <div className={css.problem} role="alert">
                {errors.checks[index].value.message}
              </div>
            )}
          </div>
        )
      })}
      <div>
        <Button icon={Plus} onClick={() => append({ type: 'log_pattern', value: '' })}>
          Add a check
        </Button>
      </div>
      <div className={css.pair}>
        <Text
          name="attempts"
          label="Attempts at most"
          help={attempts > 1 ? 'After a failure it is tried again.' : 'It is not tried again.'}
        />
        {attempts > 1 && <Text name="retryDelay" label="Seconds between" />}
      </div>
      {attempts > 1 && (
        <Field label="Delay" problem={backoff.problem}>
          {(ids) => (
            <Select {...ids} {...backoff.register}>
              <option value="fixed">Always the same</option>
              <option value="exponential">Doubles each time</option>
            </Select>
          )}
        </Field>
      )}
    </Section>
  )
}
