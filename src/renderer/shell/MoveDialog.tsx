import { useState } from 'react'
import type { JobId } from '../../shared/model/ids.ts'
import { sayChosen } from '../actions/chosen.ts'
import { mayHold, moveJobs, moveTasks } from '../actions/move.ts'
import { useClient } from '../state/client.ts'
import type { OpenDialog } from '../state/open-dialog.ts'
import { useStore, type State } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field, Select } from '../ui/Field.tsx'

type MoveProps = { readonly dialog: Extract<OpenDialog, { kind: 'move' }> }

const mostOffered = 2_000

/** The keyboard's way to put tasks into a job, and jobs into another one. */
export function MoveDialog({ dialog }: MoveProps) {
  const client = useClient()
  const jobs = useStore((state) => state.jobs)
  const moving = useStore.getState()
  const [target, setTarget] = useState<JobId | null>(startOf(moving, dialog))
  const close = (): void => useStore.setState({ dialog: null })
  const move = async (): Promise<void> => {
    close()
    await (dialog.what === 'task' ? moveTasks(client, dialog.taskIds, target) : moveJobs(client, dialog.jobIds, target))
  }
  const offered = [...jobs.values()].filter((job) => dialog.what === 'task' || mayHold(jobs, job, dialog.jobIds)).slice(0, mostOffered)
  return (
    <Dialog
      title={`Move ${nameOf(moving, dialog)}`}
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" onClick={() => void move()}>
            Move
          </Button>
        </>
      }
    >
      <Field label={dialog.what === 'task' ? 'To the job' : 'Into the job'}>
        {(ids) => (
          <Select
            {...ids}
            autoFocus
            value={target ?? ''}
            onChange={(event) => setTarget(offered.find(({ id }) => id === event.target.value)?.id ?? null)}
          >
            <option value="">{dialog.what === 'task' ? '(Unassigned)' : 'No other job: to the top'}</option>
            {offered.map((job) => (
              <option key={job.id} value={job.id}>
                {'\u2003'.repeat(job.depth)}
                {job.name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </Dialog>
  )
}

const startOf = ({ jobs, tasks }: State, dialog: MoveProps['dialog']): JobId | null =>
  (dialog.what === 'task' ? tasks.get(dialog.taskIds[0] as never)?.jobId : jobs.get(dialog.jobIds[0] as never)?.parentJobId) ?? null

const nameOf = ({ jobs, tasks }: State, dialog: MoveProps['dialog']): string =>
  dialog.what === 'task'
    ? sayChosen(
        'tasks',
        dialog.taskIds.map((id) => ({ name: tasks.get(id)?.name ?? '' })),
      )
    : sayChosen(
        'jobs',
        dialog.jobIds.map((id) => ({ name: jobs.get(id)?.name ?? '' })),
      )
