import { useState, type SyntheticEvent } from 'react'
import type { NewJob } from '../../shared/contract/jobs.ts'
import type { JobId, ProfileId } from '../../shared/model/ids.ts'
import type { FieldProblem } from '../../shared/model/failure.ts'
import { told } from '../actions/tell.ts'
import { useClient } from '../state/client.ts'
import { selectJob } from '../state/selection.ts'
import { useProfiles } from '../state/profiles.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field, Input, Select } from '../ui/Field.tsx'
import css from './Forms.module.css'

interface JobDialogProps { readonly jobId: JobId | null; readonly parentJobId: JobId | null }

/** A new job, or the particulars of one. */
export function JobDialog({ jobId, parentJobId }: JobDialogProps) {
  const client = useClient()
  const job = useStore((state) => jobId ? state.jobs.get(jobId) : undefined)
  const [fields, setFields] = useState<NewJob>({
    name: job?.name ?? '', description: job?.description ?? '', parentJobId: job?.parentJobId ?? parentJobId, workerCount: job?.workerCount ?? 1,
    onFailure: job?.onFailure ?? 'stop', workingDirectory: job?.workingDirectory ?? null, profileId: job?.profileId ?? null, labels: job?.labels ?? [],
  })
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const profiles = useProfiles()
  const close = (): void => useStore.setState({ dialog: null })
  const set = (changes: Partial<NewJob>): void => setFields((now) => ({ ...now, ...changes }))
  const problem = (path: string): string | undefined => problems.find((one) => one.path.startsWith(path))?.message
  const save = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    const { goal, projectId, ...plain } = fields
    const answer = jobId ? client.jobs.update({ jobId, ...plain }) : client.jobs.create({ ...plain, ...(goal !== undefined && { goal }), ...(projectId !== undefined && goal !== undefined && { projectId }), ...(plain.name === '' && goal !== undefined && { name: undefined }) })
    const result = await answer.catch(() => undefined)
    if (result && !result.ok && result.failure.kind === 'validation') return setProblems(result.failure.problems)
    if (!await told(answer)) return
    close()
    if (result?.ok && !jobId) {
      useStore.setState((state) => ({ jobs: new Map(state.jobs).set(result.value.id, result.value) }))
      selectJob(result.value.id)
    }
  }
  return (
    <Dialog title={job ? 'Edit job' : 'New job'} onClose={close}>
      <form className={css.form} onSubmit={(event) => void save(event)}>
        <Field label="Name" problem={problem('name')}>{(ids) => <Input {...ids} autoFocus value={fields.name} onChange={(event) => set({ name: event.target.value })} />}</Field>
        {!job && (
          <>
            <Field label="Goal" help="With a goal the job goes from stage to stage until its checks pass; without one it holds tasks of yours." problem={problem('goal')}>{(ids) => <Input {...ids} value={fields.goal ?? ''} onChange={(event) => set({ goal: event.target.value === '' ? undefined : event.target.value })} />}</Field>
            {fields.goal !== undefined && <Field label="Project" help="Uses the pipeline of its name, or else the one named default." problem={problem('projectId')}>{(ids) => <Input {...ids} value={fields.projectId ?? ''} onChange={(event) => set({ projectId: event.target.value === '' ? undefined : event.target.value })} />}</Field>}
          </>
        )}
        <Field label="Description" problem={problem('description')}>{(ids) => <Input {...ids} value={fields.description} onChange={(event) => set({ description: event.target.value })} />}</Field>
        <Field label="Folder" help="Where its tasks run, unless they say otherwise." problem={problem('workingDirectory')}>
          {(ids) => <Input {...ids} mono placeholder="~ (your home)" value={fields.workingDirectory?.path ?? ''} onChange={(event) => set({ workingDirectory: event.target.value === '' ? null : { ...fields.workingDirectory, path: event.target.value } })} />}
        </Field>
        <Field label="Profile" help="The environment of its tasks, unless they have their own." problem={problem('profileId')}>
          {(ids) => <Select {...ids} value={fields.profileId ?? ''} onChange={(event) => set({ profileId: event.target.value === '' ? null : event.target.value as ProfileId })}><option value="">None</option>{profiles.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</Select>}
        </Field>
        <div className={css.pair}>
          <Field label="Tasks at once" problem={problem('workerCount')}>{(ids) => <Input {...ids} type="number" min={1} max={1000} value={fields.workerCount} onChange={(event) => set({ workerCount: event.target.valueAsNumber })} />}</Field>
          <Field label="After a failure">{(ids) => <Select {...ids} value={fields.onFailure} onChange={(event) => set({ onFailure: event.target.value === 'continue' ? 'continue' : 'stop' })}><option value="stop">Stop the job</option><option value="continue">Go on with the rest</option></Select>}</Field>
        </div>
        <ParentField value={fields.parentJobId} self={jobId} problem={problem('parentJobId')} onChange={(parent) => set({ parentJobId: parent })} />
        <div className={css.buttons}><Button onClick={close}>Cancel</Button><Button type="submit" tone="primary">{job ? 'Save' : 'Create job'}</Button></div>
      </form>
    </Dialog>
  )
}

interface ParentProps { readonly value: JobId | null; readonly self: JobId | null; readonly problem: string | undefined; readonly onChange: (parent: JobId | null) => void }

/** The keyboard's way to nest a job. */
function ParentField({ value, self, problem, onChange }: ParentProps) {
  const jobs = useStore((state) => state.jobs)
  const others = [...jobs.values()].filter((job) => job.id !== self && job.depth < 5)
  return (
    <Field label="Inside" problem={problem}>
      {(ids) => (
        <Select {...ids} value={value ?? ''} onChange={(event) => onChange(others.find((job) => job.id === event.target.value)?.id ?? null)}>
          <option value="">No other job</option>
          {others.slice(0, 1_000).map((job) => <option key={job.id} value={job.id}>{'\u2003'.repeat(job.depth)}{job.name}</option>)}
        </Select>
      )}
    </Field>
  )
}
