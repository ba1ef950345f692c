import { lazy, Suspense } from 'react'
import { Controller, useFormContext } from 'react-hook-form'
import type { WorkType } from '../../../shared/model/work.ts'
import { Field, Select } from '../../ui/Field.tsx'
import { Text, useField } from './fields.tsx'
import type { TaskFields } from './form.ts'
import css from './Editor.module.css'

/** The heaviest part of the window: it comes after the rest stands. */
const CommandEditor = lazy(async () => ({ default: (await import('./CommandEditor.tsx')).CommandEditor }))

/** The fields of one work type. */
export function WorkFields({ workType }: { readonly workType: WorkType }) {
  switch (workType) {
    case 'shell_script':
      return (
        <>
          <Code name="command" label="Command" language="shell" />
          <Text name="shell" label="Shell" mono placeholder="bash" />
        </>
      )
    case 'claude_code':
    case 'codex':
    case 'code_gen':
    case 'code_review':
    case 'research':
      return <AgentFields />
    case 'http_request':
      return <HttpFields />
    case 'ansible':
      return <Code name="command" label="Arguments" language="shell" />
    case 'test':
      return <Code name="command" label="Command" language="shell" />
    case 'run_playbook':
      return (
        <>
          <Text name="playbook" label="Playbook" mono placeholder="site.yml" />
          <Text name="inventory" label="Inventory" mono placeholder="Ansible’s own" />
        </>
      )
    case 'deploy_service':
      return (
        <>
          <Text name="service" label="Systemd unit" mono placeholder="web.service" />
          <Code name="command" label="Command before the restart" language="shell" />
        </>
      )
    case 'docker':
      return <Area name="args" label="Arguments, one a line" mono placeholder="ps" />
    case 'metrics':
    case 'gpu_status':
      return null
    case 'resource_check':
      return (
        <>
          <Text name="minMemory" label="Free memory at least, MB" placeholder="any" />
          <Text name="minDisk" label="Free disk at least, MB" placeholder="any" />
        </>
      )
    case 'echo':
      return <Area name="message" label="Message" />
    case 'slow_echo':
      return (
        <>
          <Area name="message" label="Message" />
          <Text name="seconds" label="Seconds to wait" />
        </>
      )
    case 'fail':
      return (
        <>
          <Area name="message" label="Message" />
          <Text name="exitCode" label="Exit code" placeholder="1" />
        </>
      )
  }
}

function HttpFields() {
  const method = useField('method')
  return (
    <>
      <div className={css.address}>
        <Field label="Method" problem={method.problem}>
          {(ids) => (
            <Select {...ids} {...method.register}>
              {['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((one) => (
                <option key={one}>{one}</option>
              ))}
            </Select>
          )}
        </Field>
        <Text name="url" label="Address" mono placeholder="https://" />
      </div>
      <Area name="headers" label="Headers" mono placeholder="Accept: application/json" />
      <Code name="body" label="Body" language="json" />
      <Text name="expectStatus" label="Expected status" placeholder="any from 200 to 399" />
    </>
  )
}

function AgentFields() {
  const permissions = useField('permissionMode')
  const session = useField('sessionMode')
  return (
    <>
      <Code name="prompt" label="Prompt" language="text" />
      <div className={css.pair}>
        <Text name="model" label="Model" mono placeholder="the agent’s own" />
        <Text name="maxTurns" label="Turns at most" placeholder="no limit" />
      </div>
      <div className={css.pair}>
        <Field label="May do without asking" problem={permissions.problem}>
          {(ids) => (
            <Select {...ids} {...permissions.register}>
              <option value="default">What it usually may</option>
              <option value="acceptEdits">Edit files</option>
              <option value="plan">Only plan</option>
              <option value="bypassPermissions">Everything</option>
            </Select>
          )}
        </Field>
        <Field label="Session" problem={session.problem}>
          {(ids) => (
            <Select {...ids} {...session.register}>
              <option value="new">A new one each time</option>
              <option value="resume">Go on with the last one</option>
              <option value="fork">A new one from the last</option>
            </Select>
          )}
        </Field>
      </div>
      <details className={css.more}>
        <summary>Tools</summary>
        <Area name="allowedTools" label="Allowed tools, one a line" mono placeholder="Bash(npm run *)" />
        <Area name="disallowedTools" label="Forbidden tools, one a line" mono placeholder="WebFetch" />
      </details>
    </>
  )
}

interface AreaProps {
  readonly name: keyof TaskFields
  readonly label: string
  readonly mono?: boolean
  readonly placeholder?: string
}

function Area({ name, label, mono, placeholder }: AreaProps) {
  const { register, problem } = useField(name)
  return (
    <Field label={label} problem={problem}>
      {(ids) => (
        <textarea
          {...ids}
          {...register}
          className={`${css.area} ${mono ? css.mono : ''}`}
          rows={3}
          placeholder={placeholder}
          spellCheck={false}
        />
      )}
    </Field>
  )
}

function Code({
  name,
  label,
  language,
}: {
  readonly name: 'command' | 'body' | 'prompt'
  readonly label: string
  readonly language: 'shell' | 'json' | 'text'
}) {
  const {
    control,
    formState: { errors },
  } = useFormContext<TaskFields>()
  return (
    <Field label={label} problem={errors[name]?.message}>
      {(ids) => (
        <Suspense fallback={<div className={css.codeToCome} />}>
          <Controller
            control={control}
            name={name}
            render={({ field }) => (
              <CommandEditor
                id={ids.id}
                label={label}
                language={language}
                value={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                invalid={ids['aria-invalid']}
              />
            )}
          />
        </Suspense>
      )}
    </Field>
  )
}
