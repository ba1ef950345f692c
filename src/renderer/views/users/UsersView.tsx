import { useState } from 'react'
import { UserPlus } from 'lucide-react'
import type { Client } from '../../../shared/contract/client.ts'
import type { User, UserId } from '../../../shared/model/user.ts'
import { useWatched } from '../../state/watched.ts'
import { Button } from '../../ui/Button.tsx'
import { Skeleton } from '../../ui/Empty.tsx'
import { counted } from '../../ui/format.ts'
import { UserForm } from './UserForm.tsx'
import css from './Users.module.css'

const atOnce = 500

async function readUsers(client: Client): Promise<readonly User[] | undefined> {
  const answer = await client.users.list({ limit: atOnce })
  return answer.ok ? answer.value.users : undefined
}

/** Everybody who may sign in, and the one that is being edited or made. */
export function UsersView() {
  const { value: users, look } = useWatched(readUsers)
  const [chosen, setChosen] = useState<UserId | 'new' | null>(null)
  if (!users) return <Skeleton />
  const user = users.find(({ userId }) => userId === chosen)
  const done = (next: UserId | null): void => {
    setChosen(next)
    look()
  }
  return (
    <div className={css.users}>
      <div className={css.side}>
        <ul className={css.list} aria-label="Users">
          {users.map(({ userId, scopes, tier }) => (
            <li key={userId}>
              <button type="button" aria-current={userId === chosen || undefined} onClick={() => setChosen(userId)}>
                <b>{userId}</b><span>{counted(scopes.length, 'right')}{tier === null ? '' : `, ${tier.replace('_', ' ')}`}</span>
              </button>
            </li>
          ))}
        </ul>
        <Button icon={UserPlus} onClick={() => setChosen('new')}>New user</Button>
      </div>
      {user || chosen === 'new'
        ? <UserForm key={user ? `${user.userId} ${user.updatedAt}` : 'new'} user={user} done={done} />
        : <p className={css.none}>{users.length === 0 ? 'Nobody but you. A user signs in with a name and a password, does what you grant, and sees their own rows only.' : 'Choose a user to see what they may do.'}</p>}
    </div>
  )
}
