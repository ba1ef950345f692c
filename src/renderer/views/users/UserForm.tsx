import { useState } from 'react'
import { Trash2 } from 'lucide-react'
import { toast } from 'sonner'
import type { Failure } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { Scope } from '../../../shared/model/scope.ts'
import { Tier } from '../../../shared/model/tier.ts'
import type { User, UserId } from '../../../shared/model/user.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input, Select } from '../../ui/Field.tsx'
import { DeleteUser } from './DeleteUser.tsx'
import { Rights } from './Rights.tsx'
import css from './Users.module.css'

interface UserFormProps {
  readonly user: User | undefined
  readonly done: (next: User | null) => void
}

const usual: readonly Scope[] = ['jobs:read', 'jobs:write']

/** A new user, or what one may do. An empty password leaves the one they have. */
export function UserForm({ user, done }: UserFormProps) {
  const client = useClient()
  const [name, setName] = useState(user?.userId ?? '')
  const [password, setPassword] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>(user?.scopes ?? usual)
  const [tier, setTier] = useState<Tier | null>(user?.tier ?? null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [deleting, setDeleting] = useState(false)
  const save = async (): Promise<void> => {
    const granted = { scopes: [...scopes], tier }
    const answer: Result<User, Failure> | undefined = await (
      user
        ? client.users.update({ userId: user.userId, ...granted, ...(password !== '' && { password }) })
        : client.users.create({ userId: name.trim() as UserId, password, ...granted })
    ).catch(() => undefined)
    if (answer?.ok) {
      toast(user ? `${user.userId} is saved.` : `${answer.value.userId} may sign in now.`)
      return done(answer.value)
    }
    if (answer) setFailure(answer.failure)
  }
  const problemAt = (path: string): string | undefined =>
    failure?.kind === 'validation' ? failure.problems.find((one) => one.path === path)?.message : undefined
  return (
    <form
      className={css.form}
      aria-label={user ? `User ${user.userId}` : 'New user'}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {user ? (
        <h3>
          {user.userId}
          <small>
            since {new Date(user.createdAt).toLocaleDateString()}, workspace {user.workspaceId}
          </small>
        </h3>
      ) : (
        <Field label="Name" problem={problemAt('userId')}>
          {(ids) => <Input {...ids} autoFocus value={name} placeholder="ada" onChange={(event) => setName(event.target.value)} />}
        </Field>
      )}
      <Field
        label={user ? 'New password' : 'Password'}
        help={user ? 'Empty: they keep the one they have. A new one ends every token of theirs.' : 'At least 8 characters.'}
        problem={problemAt('password')}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Rights scopes={scopes} onChange={setScopes} />
      <Field label="Tier" help="Their place in the queue of goal jobs, and how many they may start a day.">
        {(ids) => (
          <Select {...ids} value={tier ?? ''} onChange={(event) => setTier(Tier.safeParse(event.target.value).data ?? null)}>
            <option value="">None</option>
            {Tier.options.map((one) => (
              <option key={one} value={one}>
                {one.replace('_', ' ')}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {failure && failure.kind !== 'validation' && (
        <p className={css.problem} role="alert">
          {failure.message}
        </p>
      )}
      <div className={css.buttons}>
        {user && (
          <Button tone="danger" icon={Trash2} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        )}
        <span />
        <Button onClick={() => done(null)}>Close</Button>
        <Button type="submit" tone="primary">
          {user ? 'Save' : 'Create'}
        </Button>
      </div>
      {user && deleting && (
        <DeleteUser
          user={user}
          onClose={() => setDeleting(false)}
          onDelete={async () => {
            if (await told(client.users.delete({ userId: user.userId }))) done(null)
          }}
        />
      )}
    </form>
  )
}
