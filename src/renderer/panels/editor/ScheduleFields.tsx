import { useEffect, useState } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Fire } from '../../../shared/contract/schedules.ts'
import { cronWords, missedWords } from '../../../shared/words/schedule.ts'
import { useClient } from '../../state/client.ts'
import { Field, Input, Select } from '../../ui/Field.tsx'
import { Text, useField } from './fields.tsx'
import { problemsOf, type TaskFields } from './form.ts'
import { scheduleFrom, scheduleProblems, typeWords, unitNames } from './schedule-form.ts'
import css from './Editor.module.css'

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** What starts the task, and when that is next. */
export function ScheduleFields() {
  const fields = useWatch<TaskFields>() as TaskFields
  const type = fields.schedule
  return (
    <>
      <Choice name="schedule" label="Starts" words={typeWords} />
      {type === 'interval' && (
        <div className={css.pair}>
          <Text name="every" label="Every" />
          <Choice name="everyUnit" label="Unit" words={Object.fromEntries(unitNames.map((unit) => [unit, unit]))} />
        </div>
      )}
      {type === 'cron' && <Text name="cron" label="Cron pattern" mono help={cronWords(fields.cron)} />}
      {type === 'calendar' && <CalendarFields frequency={fields.frequency} />}
      {type === 'once' && <Dated name="at" label="Day and time" type="datetime-local" />}
      {type === 'file_watch' && (
        <>
          <Text name="watchPath" label="Folder or file" mono />
          <div className={css.pair}>
            <Text name="include" label="Only" mono placeholder="*.csv" />
            <Text name="exclude" label="Not" mono placeholder="**/node_modules/**, **/.git/**" />
          </div>
          <Text name="quiet" label="Quiet for, seconds" />
        </>
      )}
      {(type === 'cron' || type === 'calendar') && <Zone />}
      {(type === 'interval' || type === 'cron' || type === 'calendar' || type === 'once') && (
        <>
          <Choice name="missed" label="When it was missed" words={missedWords} />
          <NextFires fields={fields} />
        </>
      )}
    </>
  )
}

function Choice({
  name,
  label,
  words,
}: {
  readonly name: keyof TaskFields
  readonly label: string
  readonly words: Readonly<Record<string, string>>
}) {
  const { register, problem } = useField(name)
  return (
    <Field label={label} problem={problem}>
      {(ids) => (
        <Select {...ids} {...register}>
          {Object.entries(words).map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function Dated({ name, label, type }: { readonly name: 'at' | 'time'; readonly label: string; readonly type: string }) {
  const { register, problem } = useField(name)
  return (
    <Field label={label} problem={problem}>
      {(ids) => <Input {...ids} {...register} type={type} {...(name === 'at' && { step: 1 })} />}
    </Field>
  )
}

function CalendarFields({ frequency }: { readonly frequency: TaskFields['frequency'] }) {
  const weekdays = useField('weekdays')
  return (
    <>
      <div className={css.pair}>
        <Choice name="frequency" label="Repeats" words={{ daily: 'daily', weekly: 'weekly', monthly: 'monthly' }} />
        <Dated name="time" label="At" type="time" />
      </div>
      {frequency === 'weekly' && (
        <fieldset className={css.days}>
          <legend>Days</legend>
          {days.map((day, index) => (
            <label key={day}>
              <input type="checkbox" value={String(index + 1)} {...weekdays.register} />
              {day}
            </label>
          ))}
          {weekdays.problem && <span role="alert">{weekdays.problem}</span>}
        </fieldset>
      )}
      {frequency === 'monthly' && (
        <div className={css.pair}>
          <Text name="dayOfMonth" label="Day" />
          <Choice name="shortMonth" label="In shorter months" words={{ last_day: 'on their last day', skip: 'not at all' }} />
        </div>
      )}
    </>
  )
}

function Zone() {
  const { register, problem } = useField('timezone')
  return (
    <Field label="Time zone" problem={problem}>
      {(ids) => (
        <Select {...ids} {...register}>
          <option value="">This machine’s ({Intl.DateTimeFormat().resolvedOptions().timeZone})</option>
          <option value="UTC">UTC</option>
          {Intl.supportedValuesOf('timeZone')
            .filter((zone) => zone !== 'UTC')
            .map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
        </Select>
      )}
    </Field>
  )
}

/** Of which only the engine says what is wrong: the form itself says what can be seen from what is typed. */
const engineFields = ['cron', 'timezone', 'at'] as const

/** The engine's own answer to what is typed, before it is saved. What it finds wrong stands beside the field. */
function NextFires({ fields }: { readonly fields: TaskFields }) {
  const client = useClient()
  const asked = scheduleProblems(fields).length > 0 ? '' : JSON.stringify(scheduleFrom(fields))
  const { setError, clearErrors } = useFormContext<TaskFields>()
  const [shown, setShown] = useState<{ readonly fires: readonly Fire[]; readonly problem?: string }>({ fires: [] })
  useEffect(() => {
    if (asked === '') return setShown({ fires: [] })
    const state = { current: true }
    const show = (next: typeof shown): void => {
      if (state.current) setShown(next)
    }
    const accept = (fires: readonly Fire[]): void => {
      show({ fires })
      if (state.current) clearErrors(engineFields)
    }
    const refuse = (failure: Failure): void => {
      const problems = problemsOf(failure)
      show({ fires: [], ...(problems.length === 0 && { problem: failure.message }) })
      if (state.current) for (const { field, message } of problems) setError(field, { type: 'engine', message })
    }
    client.schedules.preview({ schedule: JSON.parse(asked) as ReturnType<typeof scheduleFrom>, count: 5 }).then(
      (answer) => (answer.ok ? accept(answer.value.fires) : refuse(answer.failure)),
      () => show({ fires: [] }),
    )
    return () => {
      state.current = false
    }
  }, [asked, client, setError, clearErrors])
  if (shown.problem)
    return (
      <div className={css.fires} role="alert">
        {shown.problem}
      </div>
    )
  if (shown.fires.length === 0) return null
  return (
    <div className={css.fires} aria-label="Next starts">
      <span>Next</span>
      <ol>
        {shown.fires.map((fire) => (
          <li key={fire.at}>
            <time dateTime={fire.at}>{fire.words}</time>
          </li>
        ))}
      </ol>
    </div>
  )
}
