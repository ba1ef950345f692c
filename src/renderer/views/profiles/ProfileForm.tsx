import { useState } from 'react'
import { FlaskConical, Plus, Trash2 } from 'lucide-react'
import type { ProfileTest } from '../../../shared/contract/profiles.ts'
import type { FieldProblem } from '../../../shared/model/failure.ts'
import { EnvSource, type EnvVar, type Profile } from '../../../shared/model/profile.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Field, Input, Select } from '../../ui/Field.tsx'
import { DeleteProfile } from './DeleteProfile.tsx'
import css from './Profiles.module.css'

const sources = {
  static: ['Value', 'the value'],
  env: ['Machine’s variable', 'NAME'],
  command: ['Command', 'pass show token'],
  keychain: ['Keychain', 'service/account'],
  aws_sm: ['AWS Secrets Manager', 'name of the secret'],
  aws_ssm: ['AWS Parameter Store', '/name/of/it'],
  unset: ['Taken away', ''],
} as const satisfies Record<EnvVar['source'], readonly [string, string]>

export function ProfileForm({ profile }: { readonly profile: Profile }) {
  const client = useClient()
  const [name, setName] = useState(profile.name)
  const [onUnresolved, setOnUnresolved] = useState(profile.onUnresolved)
  const [variables, setVariables] = useState<readonly EnvVar[]>(profile.envVars)
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const [deleting, setDeleting] = useState(false)
  const [tested, setTested] = useState<ProfileTest['variables']>([])
  const change = (index: number, changes: Partial<EnvVar>): void =>
    setVariables(variables.map((one, at) => (at === index ? { ...one, ...changes } : one)))
  const save = async (): Promise<void> => {
    const result = await client.profiles
      .update({ profileId: profile.id, name, onUnresolved, envVars: [...variables] })
      .catch(() => undefined)
    if (result && !result.ok && result.failure.kind === 'validation') {
      return setProblems(result.failure.problems)
    }
    if (result) await told(Promise.resolve(result))
  }
  const test = async (): Promise<void> => {
    const answer = client.profiles.test({ profileId: profile.id })
    if (!(await told(answer))) return
    const result = await answer
    if (result.ok) setTested(result.value.variables)
  }
  const problemAt = (path: string): string | undefined => problems.find((one) => one.path.startsWith(path))?.message
  return (
    <form
      className={css.form}
      aria-label="Profile"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field label="Name" problem={problemAt('name')}>
        {(ids) => <Input {...ids} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className={css.variables} role="group" aria-label="Variables">
        {variables.map((variable, index) => (
          <VariableRow
            key={index}
            variable={variable}
            problem={problemAt(`envVars.${index}.`)}
            tested={tested.find((one) => one.name === variable.name)}
            onChange={(changes) => change(index, changes)}
            onRemove={() => setVariables(variables.filter((_, at) => at !== index))}
          />
        ))}
        <div>
          <Button icon={Plus} onClick={() => setVariables([...variables, { name: '', source: 'static', value: '' }])}>
            Add a variable
          </Button>
        </div>
      </div>
      <Field label="Where a variable cannot be found">
        {(ids) => (
          <Select {...ids} value={onUnresolved} onChange={(event) => setOnUnresolved(event.target.value === 'omit' ? 'omit' : 'fail')}>
            <option value="fail">The run does not start</option>
            <option value="omit">The run starts without it</option>
          </Select>
        )}
      </Field>
      <div className={css.buttons}>
        <Button tone="danger" icon={Trash2} onClick={() => setDeleting(true)}>
          Delete…
        </Button>
        {deleting && <DeleteProfile profile={profile} onClose={() => setDeleting(false)} />}
        <span />
        <Button icon={FlaskConical} onClick={() => void test()}>
          Test as saved
        </Button>
        <Button type="submit" tone="primary">
          Save
        </Button>
      </div>
    </form>
  )
}

interface VariableProps {
  readonly variable: EnvVar
  readonly problem: string | undefined
  readonly tested: ProfileTest['variables'][number] | undefined
  readonly onChange: (changes: Partial<EnvVar>) => void
  readonly onRemove: () => void
}

function VariableRow({ variable, problem, tested, onChange, onRemove }: VariableProps) {
  const [, example] = sources[variable.source]
  return (
    <div>
      <div className={css.variable}>
        <Input
          aria-label="Name of the variable"
          mono
          placeholder="NAME"
          value={variable.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
        <Select
          aria-label="Source"
          value={variable.source}
          onChange={(event) => onChange({ source: EnvSource.parse(event.target.value), value: '' })}
        >
          {Object.entries(sources).map(([source, [word]]) => (
            <option key={source} value={source}>
              {word}
            </option>
          ))}
        </Select>
        <Input
          aria-label="Value"
          mono
          placeholder={example}
          disabled={variable.source === 'unset'}
          value={variable.value}
          onChange={(event) => onChange({ value: event.target.value })}
        />
        <IconButton icon={Trash2} label="Remove this variable" onClick={onRemove} />
      </div>
      {problem && (
        <div className={css.problem} role="alert">
          {problem}
        </div>
      )}
      {tested && (
        <div className={tested.ok ? css.good : css.problem} role="status">
          {tested.message}
        </div>
      )}
    </div>
  )
}
