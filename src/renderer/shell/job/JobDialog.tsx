import type { JobId } from '../../../shared/model/ids.ts'
import { newJobKinds, type NewJobKind } from '../../state/open-dialog.ts'
import { useStore } from '../../state/store.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Segments } from '../../ui/Segments.tsx'
import { GoalJobForm } from './GoalJobForm.tsx'
import { ListJobForm } from './ListJobForm.tsx'
import { PlainJobForm } from './PlainJobForm.tsx'

interface JobDialogProps {
  readonly jobId: JobId | null
  readonly parentJobId: JobId | null
  readonly make: NewJobKind
}

const kindWords = { plain: 'Tasks of yours', list: 'From a list', goal: 'Towards a goal' } as const satisfies Record<NewJobKind, string>

const kindSentences = {
  plain: 'It holds tasks that belong together. They run in their order, or by themselves.',
  list: 'Each line of a list becomes a task for the coding agent.',
  goal: 'It goes from stage to stage of its pipeline, again and again, until its checks pass.',
} as const satisfies Record<NewJobKind, string>

/** A new job of one of three kinds, or the particulars of one. */
export function JobDialog({ jobId, parentJobId, make }: JobDialogProps) {
  const job = useStore((state) => (jobId ? state.jobs.get(jobId) : undefined))
  const close = (): void => useStore.setState({ dialog: null })
  const choose = (kind: NewJobKind): void => useStore.setState({ dialog: { kind: 'job', jobId: null, parentJobId, make: kind } })
  if (job)
    return (
      <Dialog title="Edit job" onClose={close}>
        <PlainJobForm job={job} parentJobId={job.parentJobId} close={close} />
      </Dialog>
    )
  const Form = { plain: PlainJobForm, list: ListJobForm, goal: GoalJobForm }[make]
  return (
    <Dialog title="New job" description={kindSentences[make]} onClose={close}>
      <Segments label="Kind of job" value={make} words={kindWords} options={newJobKinds} onChange={choose} />
      <Form parentJobId={parentJobId} close={close} />
    </Dialog>
  )
}
