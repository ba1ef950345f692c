import type { User } from '../../../shared/model/user.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

interface DeleteUserProps {
  readonly user: User
  readonly onClose: () => void
  readonly onDelete: () => Promise<void>
}

export const DeleteUser = ({ user, onClose, onDelete }: DeleteUserProps) => (
  <Dialog
    title={`Delete ${user.userId}?`}
    description="Their tokens end now, and they can no longer sign in. Their jobs and runs stay, for you to see; a later user of the same name owns them."
    onClose={onClose}
    footer={
      <>
        <Button onClick={onClose}>Keep</Button>
        <Button tone="danger" onClick={() => void onDelete()}>
          Delete user
        </Button>
      </>
    }
  >
    {null}
  </Dialog>
)
