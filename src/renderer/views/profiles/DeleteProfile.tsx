import { useState } from 'react'
import { toast } from 'sonner'
import type { Profile } from '../../../shared/model/profile.ts'
import { useClient } from '../../state/client.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { counted } from '../../ui/format.ts'
import css from './Profiles.module.css'

/** Asks first: secrets cannot be had back. The engine says what still uses the profile, and then nothing is deleted. */
export function DeleteProfile({ profile, onClose }: { readonly profile: Profile; readonly onClose: () => void }) {
  const client = useClient()
  const [refused, setRefused] = useState<string>()
  const [going, setGoing] = useState(false)
  const remove = async (): Promise<void> => {
    setGoing(true)
    const answer = await client.profiles.delete({ profileId: profile.id }).catch(() => undefined)
    setGoing(false)
    if (!answer?.ok) return setRefused(answer?.failure.message ?? 'The engine does not answer. Nothing was deleted; try again in a moment.')
    toast(`“${profile.name}” is deleted.`)
    onClose()
  }
  const variables =
    profile.envVars.length === 0
      ? 'It has no variables.'
      : `Its ${counted(profile.envVars.length, 'variable')}, with their secrets, will be gone for good.`
  return (
    <Dialog
      title={`Delete the profile “${profile.name}”?`}
      description={`${variables} A profile that a task, a job or an active run uses stays.`}
      onClose={onClose}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            {refused === undefined ? 'Cancel' : 'Close'}
          </Button>
          {refused === undefined && (
            <Button tone="danger" disabled={going} onClick={() => void remove()}>
              {going ? 'Deleting…' : 'Delete'}
            </Button>
          )}
        </>
      }
    >
      {refused !== undefined && (
        <div className={css.refused} role="alert">
          {refused}
        </div>
      )}
    </Dialog>
  )
}
