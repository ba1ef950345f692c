import { useState } from 'react'
import type { Worker } from '../../../shared/model/worker.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Field, Input } from '../../ui/Field.tsx'

interface TerminateDialogProps {
  readonly worker: Worker
  readonly onClose: () => void
}

/** Ends a process tree, and keeps why. */
export function TerminateDialog({ worker, onClose }: TerminateDialogProps) {
  const client = useClient()
  const [reason, setReason] = useState('')
  const [going, setGoing] = useState(false)
  const terminate = async (): Promise<void> => {
    setGoing(true)
    await told(client.workers.terminate({ workerId: worker.id, ...(reason.trim() !== '' && { reason: reason.trim() }) }))
    onClose()
  }
  return (
    <Dialog
      title={`Terminate “${worker.taskName}”?`}
      description="Its whole process tree ends: politely, and after the time of grace for good. Its run ends as stopped."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Let it run</Button>
          <Button tone="danger" type="submit" form="terminate" disabled={going}>
            {going ? 'Ending …' : 'Terminate'}
          </Button>
        </>
      }
    >
      <form
        id="terminate"
        onSubmit={(event) => {
          event.preventDefault()
          void terminate()
        }}
      >
        <Field label="Reason" help="Kept with the run and in the audit trail. May be empty.">
          {(ids) => (
            <Input
              {...ids}
              autoFocus
              maxLength={500}
              value={reason}
              placeholder="uses too much memory"
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
