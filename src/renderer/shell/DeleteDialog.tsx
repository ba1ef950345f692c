import { useEffect, useState } from 'react'
import { told } from '../actions/tell.ts'
import { useClient } from '../state/client.ts'
import { useStore, type Dialog as OpenDialog } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { counted } from '../ui/format.ts'
import type { Client } from '../../shared/contract/client.ts'

type DeleteProps = { readonly dialog: Extract<OpenDialog, { kind: 'delete' }> }

/** Says what will be gone, in numbers, before it is. */
export function DeleteDialog({ dialog }: DeleteProps) {
  const client = useClient()
  const name = useStore((state) => nameOf(state, dialog))
  const children = useStore((state) => dialog.what === 'job' ? [...state.jobs.values()].filter((job) => job.parentJobId === dialog.jobId).length : 0)
  const [withChildren, setWithChildren] = useState(false)
  const [going, setGoing] = useState(false)
  const numbers = useNumbers(client, dialog)
  const close = (): void => useStore.setState({ dialog: null })
  const remove = async (): Promise<void> => {
    setGoing(true)
    await removeAll(client, dialog, withChildren)
    close()
  }
  return (
    <Dialog title={`Delete ${name}?`} description={numbers} onClose={close} footer={<>
      <Button onClick={close}>Cancel</Button>
      <Button tone="danger" autoFocus disabled={going} onClick={() => void remove()}>{going ? 'Deleting…' : 'Delete'}</Button>
    </>}>
      {children > 0 && <label><input type="checkbox" checked={withChildren} onChange={(event) => setWithChildren(event.target.checked)} /> Delete its {counted(children, 'child job')} too; otherwise they move to the top</label>}
    </Dialog>
  )
}

function nameOf(state: { jobs: ReadonlyMap<string, { name: string }>; tasks: ReadonlyMap<string, { name: string }> }, dialog: DeleteProps['dialog']): string {
  if (dialog.what === 'job') return `the job “${state.jobs.get(dialog.jobId)?.name ?? ''}”`
  if (dialog.what === 'run') return dialog.runIds.length === 1 ? 'this run' : `${dialog.runIds.length} runs`
  return dialog.taskIds.length === 1 ? `the task “${state.tasks.get(dialog.taskIds[0] ?? '')?.name ?? ''}”` : `${dialog.taskIds.length} tasks`
}

function useNumbers(client: Client, dialog: DeleteProps['dialog']): string {
  const [sentence, setSentence] = useState('Counting what would be gone…')
  const job = useStore((state) => dialog.what === 'job' ? state.jobs.get(dialog.jobId) : undefined)
  const active = job ? job.progress.running + job.progress.waiting : 0
  const total = job?.progress.total ?? 0
  useEffect(() => {
    const left = { gone: false }
    void countRuns(client, dialog).then((runs) => {
      if (left.gone) return
      if (dialog.what === 'run') return setSentence('Its log file goes with it.')
      const tasks = dialog.what === 'job' ? `${counted(total, 'task')} and ` : ''
      const stopping = active > 0 ? ` ${counted(active, 'active run')} will be stopped first.` : ''
      setSentence(`${tasks}${counted(runs, 'run')} with their log files will be gone for good.${stopping}`)
    }).catch(() => {})
    return () => { left.gone = true }
  }, [client, dialog, active, total])
  return sentence
}

async function countRuns(client: Client, dialog: DeleteProps['dialog']): Promise<number> {
  if (dialog.what === 'run') return dialog.runIds.length
  const filters = dialog.what === 'job' ? [{ jobId: dialog.jobId }] : dialog.taskIds.map((taskId) => ({ taskId }))
  const counts = await Promise.all(filters.map(async (filter) => {
    const found = await client.runs.list({ ...filter, limit: 1 })
    return found.ok ? found.value.total : 0
  }))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function removeAll(client: Client, dialog: DeleteProps['dialog'], withChildren: boolean): Promise<void> {
  if (dialog.what === 'job') await told(client.jobs.delete({ jobId: dialog.jobId, ...(withChildren && { cascade: 'children' as const }) }))
  if (dialog.what === 'task') for (const taskId of dialog.taskIds) await told(client.tasks.delete({ taskId }))
  if (dialog.what === 'run') for (const runId of dialog.runIds) await told(client.runs.delete({ runId }))
}
