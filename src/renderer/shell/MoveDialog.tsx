import { useState } from 'react'
import type { JobId, TaskId } from '../../shared/model/ids.ts'
import { told } from '../actions/tell.ts'
import { useClient } from '../state/client.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field, Select } from '../ui/Field.tsx'

export function MoveDialog({ taskId }: { readonly taskId: TaskId }) {
  const client = useClient()
  const task = useStore((state) => state.tasks.get(taskId))
  const jobs = useStore((state) => state.jobs)
  const [target, setTarget] = useState<JobId | null>(task?.jobId ?? null)
  const close = (): void => useStore.setState({ dialog: null })
  const move = async (): Promise<void> => {
    if (await told(client.tasks.update({ taskId, jobId: target }))) close()
  }
  return (
    <Dialog title={`Move “${task?.name ?? ''}”`} onClose={close} footer={<><Button onClick={close}>Cancel</Button><Button tone="primary" onClick={() => void move()}>Move</Button></>}>
      <Field label="To the job">
        {(ids) => (
          <Select {...ids} autoFocus value={target ?? ''} onChange={(event) => setTarget([...jobs.keys()].find((id) => id === event.target.value) ?? null)}>
            <option value="">(Unassigned)</option>
            {[...jobs.values()].slice(0, 2_000).map((job) => <option key={job.id} value={job.id}>{'\u2003'.repeat(job.depth)}{job.name}</option>)}
          </Select>
        )}
      </Field>
    </Dialog>
  )
}
