import { useState } from 'react'
import { Plus } from 'lucide-react'
import type { ProfileId } from '../../../shared/model/ids.ts'
import type { Profile } from '../../../shared/model/profile.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useForbidden } from '../../state/me.ts'
import { useProfiles } from '../../state/profiles.ts'
import { useStore } from '../../state/store.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { counted } from '../../ui/format.ts'
import { VirtualList } from '../../ui/list/VirtualList.tsx'
import { ListItem } from '../../ui/ListItem.tsx'
import { Sided } from '../../ui/Sided.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import css from './Profiles.module.css'

/** How static secrets are protected here, in honest words. */
function Protection() {
  const secrets = useStore((state) => state.summary?.secrets)
  return secrets ? (
    <p className={css.protection} data-locked={secrets.locked || undefined}>
      {secrets.message}.
    </p>
  ) : null
}

/** All profiles, and the one that is being edited. */
export function ProfilesView() {
  const client = useClient()
  const profiles = useProfiles()
  const forbidden = useForbidden('jobs:write')
  const [chosen, setChosen] = useState<ProfileId | null>(profiles[0]?.id ?? null)
  const add = async (): Promise<void> => {
    const answer = client.profiles.create({ name: `Profile ${profiles.length + 1}` })
    if (!(await told(answer))) return
    const made = await answer
    if (made.ok) setChosen(made.value.id)
  }
  const profile = profiles.find(({ id }) => id === chosen)
  const list = (
    <VirtualList
      label="Profiles"
      count={profiles.length}
      selected={profiles.findIndex(({ id }) => id === chosen)}
      keyOf={(index) => profiles[index]?.id ?? String(index)}
      onSelect={(index) => setChosen(profiles[index]?.id ?? null)}
      row={(index) => {
        const one = profiles[index]
        return one && <ListItem name={one.name} about={aboutOf(one)} />
      }}
    />
  )
  return (
    <Sided
      list={list}
      note={<Protection />}
      add={
        <Button icon={Plus} disabled={forbidden !== undefined} title={forbidden} onClick={() => void add()}>
          New profile
        </Button>
      }
    >
      {profile ? (
        <ProfileForm key={`${profile.id} ${profile.updatedAt}`} profile={profile} />
      ) : (
        <Empty
          text={
            profiles.length > 0
              ? 'Choose a profile to see its variables.'
              : 'A profile is a set of environment variables: written down, read from another variable, printed by a command, or kept by the keychain or AWS.'
          }
        />
      )}
    </Sided>
  )
}

const aboutOf = ({ envVars, parkedUntil }: Profile): string =>
  parkedUntil && parkedUntil > new Date().toISOString()
    ? `waits until ${new Date(parkedUntil).toLocaleTimeString()}`
    : counted(envVars.length, 'variable')
