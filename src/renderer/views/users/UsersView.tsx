import { useState } from 'react'
import { UserPlus } from 'lucide-react'
import type { User } from '../../../shared/model/user.ts'
import { pageFrom, usePages, type AskPage } from '../../state/pages.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { counted } from '../../ui/format.ts'
import { VirtualList } from '../../ui/list/VirtualList.tsx'
import { ListItem } from '../../ui/ListItem.tsx'
import { Sided } from '../../ui/Sided.tsx'
import { UserForm } from './UserForm.tsx'

const askUsers: AskPage<User> = (client, page) => pageFrom(client.users.list(page), ({ users }) => users)

/** Everybody who may sign in, and the one that is being edited or made. */
export function UsersView() {
  const users = usePages(askUsers)
  const [chosen, setChosen] = useState<User | 'new' | null>(null)
  if (users.count < 0) return <Skeleton />
  const user = chosen === 'new' ? null : chosen
  const done = (next: User | null): void => {
    setChosen(next)
    users.look()
  }
  return (
    <Sided
      add={
        <Button icon={UserPlus} onClick={() => setChosen('new')}>
          New user
        </Button>
      }
      list={
        users.count > 0 && (
          <VirtualList
            label="Users"
            count={users.count}
            selected={user ? users.placeOf(({ userId }) => userId === user.userId) : -1}
            keyOf={(index) => users.at(index)?.userId ?? String(index)}
            onShow={users.show}
            onSelect={(index) => setChosen(users.at(index) ?? null)}
            row={(index) => <UserLine user={users.at(index)} />}
          />
        )
      }
    >
      {user || chosen === 'new' ? (
        <UserForm key={user ? `${user.userId} ${user.updatedAt}` : 'new'} user={user ?? undefined} done={done} />
      ) : (
        <Empty
          text={
            users.count === 0
              ? 'Nobody but you. A user signs in with a name and a password, does what you grant, and sees their own rows only.'
              : 'Choose a user to see what they may do.'
          }
        />
      )}
    </Sided>
  )
}

const UserLine = ({ user }: { readonly user: User | undefined }) =>
  user ? (
    <ListItem
      name={user.userId}
      about={`${counted(user.scopes.length, 'right')}${user.tier === null ? '' : `, ${user.tier.replace('_', ' ')}`}`}
    />
  ) : (
    <ListItem name="…" about="" />
  )
