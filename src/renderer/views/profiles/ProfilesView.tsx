import { useState } from 'react'
import { KeyRound, Plus } from 'lucide-react'
import type { ProfileId } from '../../../shared/model/ids.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useProfiles } from '../../state/profiles.ts'
import { useStore } from '../../state/store.ts'
import { Button } from '../../ui/Button.tsx'
import { counted } from '../../ui/format.ts'
import { ProfileForm } from './ProfileForm.tsx'
import css from './Profiles.module.css'

/** How static secrets are protected here, in honest words. */
function Protection() {
  const secrets = useStore((state) => state.summary?.secrets)
  return secrets ? <p className={css.protection} data-locked={secrets.locked || undefined}>{secrets.message}.</p> : null
}

/** All profiles, and the one that is being edited. */
export function ProfilesView() {
  const client = useClient()
  const profiles = useProfiles()
  const [chosen, setChosen] = useState<ProfileId | null>(profiles[0]?.id ?? null)
  const add = async (): Promise<void> => {
    const answer = client.profiles.create({ name: `Profile ${profiles.length + 1}` })
    if (!await told(answer)) return
    const made = await answer
    if (made.ok) setChosen(made.value.id)
  }
  const profile = profiles.find(({ id }) => id === chosen)
  return (
    <div className={css.profiles}>
      <div className={css.side}>
        <ul className={css.list} aria-label="Profiles">
          {profiles.map(({ id, name, envVars, parkedUntil }) => (
            <li key={id}>
              <button type="button" aria-current={id === chosen || undefined} onClick={() => setChosen(id)}>
                <b>{name}</b>
                <span>{parkedUntil && parkedUntil > new Date().toISOString() ? `waits until ${new Date(parkedUntil).toLocaleTimeString()}` : counted(envVars.length, 'variable')}</span>
              </button>
            </li>
          ))}
        </ul>
        <Button icon={Plus} onClick={() => void add()}>New profile</Button>
        <Protection />
      </div>
      {profile
        ? <ProfileForm key={`${profile.id} ${profile.updatedAt}`} profile={profile} />
        : <div className={css.none}><KeyRound size={22} aria-hidden /><p>A profile is a set of environment variables: written down, read from another variable, printed by a command, or kept by the keychain or AWS.</p></div>}
    </div>
  )
}
