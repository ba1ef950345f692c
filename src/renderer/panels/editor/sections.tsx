import { useWatch } from 'react-hook-form'
import type { JobId } from '../../../shared/model/ids.ts'
import type { Task } from '../../../shared/model/task.ts'
import { isCodingAgent, workTypes } from '../../../shared/model/work.ts'
import { useStore } from '../../state/store.ts'
import { Field, Select } from '../../ui/Field.tsx'
import { workSentence, workWord } from '../../ui/work.ts'
import { AgentField } from './AgentField.tsx'
import { BlackoutsField } from './BlackoutsField.tsx'
import { Text, useField } from './fields.tsx'
import type { TaskFields } from './form.ts'
import { GitFields, ProfileField } from './FlowSection.tsx'
import { Section } from './Section.tsx'
import { ScheduleFields } from './ScheduleFields.tsx'
import { WorkFields } from './WorkFields.tsx'
import css from './Editor.module.css'

export function WhatSection() {
  const workType = useWatch<TaskFields, 'workType'>({ name: 'workType' })
  const kind = useField('workType')
  const description = useField('description')
  return (
    <Section title="What">
      <Text name="name" label="Name" />
      <Field label="Work type" help={workSentence[workType]} problem={kind.problem}>
        {(ids) => (
          <Select {...ids} {...kind.register}>
            {workTypes.map((type) => (
              <option key={type} value={type}>
                {workWord[type]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <WorkFields workType={workType} />
      <Field label="Description" problem={description.problem}>
        {(ids) => <textarea {...ids} {...description.register} className={css.area} rows={2} />}
      </Field>
    </Section>
  )
}

export function WhereSection({ task }: { readonly task: Task }) {
  const folder = useStore((state) => state.jobs.get(task.jobId as JobId)?.workingDirectory?.path)
  return (
    <Section title="Where">
      <Text
        name="folder"
        label="Folder"
        mono
        placeholder={folder ? `${folder} (the job’s)` : '~ (your home)'}
        help="Must exist when the task starts."
      />
      <AgentField />
      <ProfileField task={task} />
      <GitFields />
    </Section>
  )
}

export function WhenSection() {
  const schedule = useWatch<TaskFields, 'schedule'>({ name: 'schedule' })
  const usual = useStore((state) => state.settings['schedules.stop_after_failures']?.value)
  const byItself = schedule !== 'manual' && schedule !== 'sequential'
  return (
    <Section title="When">
      <ScheduleFields />
      {byItself && <BlackoutsField />}
      {byItself && (
        <Text
          name="stopAfterFailures"
          label="Stop after so many failures in a row"
          placeholder={`${String(usual ?? '')} (the settings’)`}
          help="Then it no longer starts by itself, until somebody lets it. 0 for never."
        />
      )}
    </Section>
  )
}

export function LimitsSection() {
  const workType = useWatch<TaskFields, 'workType'>({ name: 'workType' })
  const { register, problem } = useField('priority')
  return (
    <Section title="Limits">
      <div className={css.pair}>
        <Text name="timeout" label="Time limit, seconds" placeholder="none" />
        <Text name="idleTimeout" label="Silence limit, seconds" placeholder="none" />
      </div>
      {isCodingAgent(workType) && (
        <div className={css.pair}>
          <Text name="perRunUsd" label="Dollars a run" placeholder="none" />
          <Text name="perDayUsd" label="Dollars a day" placeholder="none" />
        </div>
      )}
      <Field label="Priority" problem={problem}>
        {(ids) => (
          <Select {...ids} {...register}>
            {['5 · first', '4', '3 · usual', '2', '1 · last'].map((word) => (
              <option key={word} value={word.slice(0, 1)}>
                {word}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Section>
  )
}
