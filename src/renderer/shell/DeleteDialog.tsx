import { useEffect, useState } from 'react'
import type { Client } from '../../shared/contract/client.ts'
import type { JobId } from '../../shared/model/ids.ts'
import { told, toldEach } from '../actions/tell.ts'
import { useClient } from '../state/client.ts'
import { clearMarks } from '../state/marks.ts'
import type { OpenDialog } from '../state/open-dialog.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { counted } from '../ui/format.ts'
import css from './Forms.module.css'

type DeleteProps = { readonly dialog: Extract<OpenDialog, { kind: 'delete' }> }

/** Says what will be gone, in numbers, before it is. */
export function DeleteDialog({ dialog }: DeleteProps) {
  const client = useClient()
  const name = useStore((state) => nameOf(state, dialog))
  const children = useStore((state) =>
    dialog.what === 'job'
      ? [...state.jobs.values()].filter(
          (job) => job.parentJobId !== null && dialog.jobIds.includes(job.parentJobId) && !dialog.jobIds.includes(job.id),
        ).length
      : 0,
  )
  const [withChildren, setWithChildren] = useState(false)
  const [going, setGoing] = useState(false)
  const numbers = useNumbers(client, dialog)
  const close = (): void => useStore.setState({ dialog: null })
  const remove = async (): Promise<void> => {
    setGoing(true)
    await removeAll(client, dialog, withChildren)
    clearMarks()
    close()
  }
  return (
    <Dialog
      title={`Delete ${name}?`}
      description={numbers}
      onClose={close}
      footer={
        <>
          <Button autoFocus onClick={close}>
            Cancel
          </Button>
          <Button tone="danger" disabled={going} onClick={() => void remove()}>
            {going ? 'Deleting…' : 'Delete'}
          </Button>
        </>
      }
    >
      {children > 0 && (
        <label className={css.check}>
          <input type="checkbox" checked={withChildren} onChange={(event) => setWithChildren(event.target.checked)} />
          {children === 1
            ? 'Delete the job inside too; otherwise it moves'
            : `Delete the ${counted(children, 'job')} inside too; otherwise they move`}{' '}
          to the top
        </label>
      )}
    </Dialog>
  )
}

function nameOf(
  state: { jobs: ReadonlyMap<string, { name: string }>; tasks: ReadonlyMap<string, { name: string }> },
  dialog: DeleteProps['dialog'],
): string {
  if (dialog.what === 'job')
    return dialog.jobIds.length === 1 ? `the job “${state.jobs.get(dialog.jobIds[0] ?? '')?.name ?? ''}”` : `${dialog.jobIds.length} jobs`
  if (dialog.what === 'run') return dialog.runIds.length === 1 ? 'this run' : `${dialog.runIds.length} runs`
  return dialog.taskIds.length === 1
    ? `the task “${state.tasks.get(dialog.taskIds[0] ?? '')?.name ?? ''}”`
    : `${dialog.taskIds.length} tasks`
}

function useNumbers(client: Client, dialog: DeleteProps['dialog']): string {
  const [sentence, setSentence] = useState('Counting what would be gone…')
  const jobs = useStore((state) => state.jobs)
  const progress = dialog.what === 'job' ? dialog.jobIds.map((id) => jobs.get(id)?.progress).filter((one) => one !== undefined) : []
  const active = progress.reduce((sum, { running, waiting }) => sum + running + waiting, 0)
  const total = progress.reduce((sum, one) => sum + one.total, 0)
  useEffect(() => {
    const left = { gone: false }
    void countRuns(client, dialog)
      .then((runs) => {
        if (left.gone) return
        if (dialog.what === 'run') return setSentence(runs === 1 ? 'Its log file goes with it.' : 'Their log files go with them.')
        const tasks = dialog.what === 'job' ? `${counted(total, 'task')} and ` : ''
        const stopping = active > 0 ? ` ${counted(active, 'active run')} will be stopped first.` : ''
        setSentence(`${tasks}${counted(runs, 'run')} with their log files will be gone for good.${stopping}`)
      })
      .catch(() => {})
    return () => {
      left.gone = true
    }
  }, [client, dialog, active, total])
  return sentence
}

async function countRuns(client: Client, dialog: DeleteProps['dialog']): Promise<number> {
  if (dialog.what === 'run') return dialog.runIds.length
  const filters = dialog.what === 'job' ? dialog.jobIds.map((jobId) => ({ jobId })) : dialog.taskIds.map((taskId) => ({ taskId }))
  const counts = await Promise.all(
    filters.map(async (filter) => {
      const found = await client.runs.list({ ...filter, limit: 1 })
      return found.ok ? found.value.total : 0
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

function removeAll(client: Client, dialog: DeleteProps['dialog'], withChildren: boolean): Promise<unknown> {
  switch (dialog.what) {
    // One after the other: a job may be inside another one that goes with its children.
    case 'job':
      return removeJobs(client, dialog.jobIds, withChildren)
    case 'task':
      return toldEach(dialog.taskIds, (taskId) => client.tasks.delete({ taskId }))
    case 'run':
      return toldEach(dialog.runIds, (runId) => client.runs.delete({ runId }))
  }
}

async function removeJobs(client: Client, jobIds: readonly JobId[], withChildren: boolean): Promise<void> {
  for (const jobId of jobIds) {
    const answer = client.jobs.delete({ jobId, ...(withChildren && { cascade: 'children' as const }) })
    const result = await answer.catch(() => undefined)
    if (!result || (!result.ok && result.failure.kind !== 'not_found')) await told(answer)
  }
}
