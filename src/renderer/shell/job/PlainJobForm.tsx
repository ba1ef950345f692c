import type { JobId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { useClient } from '../../state/client.ts'
import { Field, Input, Select } from '../../ui/Field.tsx'
import { FolderField, FormButtons, LabelsField, ParentField, ProfileField, WorkersField } from './job-fields.tsx'
import { showNew, useJobForm } from './useJobForm.ts'
import css from '../Forms.module.css'

interface PlainJobFormProps {
  readonly job?: Job
  readonly parentJobId: JobId | null
  readonly close: () => void
}

/** A job for tasks of one's own, new or as it is. */
export function PlainJobForm({ job, parentJobId, close }: PlainJobFormProps) {
  const client = useClient()
  const first = {
    name: job?.name ?? '',
    description: job?.description ?? '',
    parentJobId,
    workerCount: job?.workerCount ?? 1,
    onFailure: job?.onFailure ?? 'stop',
    workingDirectory: job?.workingDirectory ?? null,
    profileId: job?.profileId ?? null,
    labels: job?.labels ?? [],
  }
  const { fields, set, problem, submit } = useJobForm(
    first,
    (now) => (job ? client.jobs.update({ jobId: job.id, ...now }) : client.jobs.create(now)),
    (made) => {
      close()
      if (!job) showNew(made)
    },
  )
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)}>
      <Field label="Name" problem={problem('name')}>
        {(ids) => <Input {...ids} autoFocus value={fields.name} onChange={(event) => set({ name: event.target.value })} />}
      </Field>
      <Field label="Description" problem={problem('description')}>
        {(ids) => <Input {...ids} value={fields.description} onChange={(event) => set({ description: event.target.value })} />}
      </Field>
      <FolderField
        value={fields.workingDirectory}
        problem={problem('workingDirectory')}
        onChange={(workingDirectory) => set({ workingDirectory })}
      />
      <ProfileField value={fields.profileId} problem={problem('profileId')} onChange={(profileId) => set({ profileId })} />
      <div className={css.pair}>
        <WorkersField value={fields.workerCount} problem={problem('workerCount')} onChange={(workerCount) => set({ workerCount })} />
        <Field label="After a failure">
          {(ids) => (
            <Select
              {...ids}
              value={fields.onFailure}
              onChange={(event) => set({ onFailure: event.target.value === 'continue' ? 'continue' : 'stop' })}
            >
              <option value="stop">Stop the job</option>
              <option value="continue">Go on with the rest</option>
            </Select>
          )}
        </Field>
      </div>
      <ParentField
        value={fields.parentJobId}
        self={job?.id ?? null}
        problem={problem('parentJobId')}
        onChange={(parent) => set({ parentJobId: parent })}
      />
      <LabelsField value={fields.labels} problem={problem('labels')} onChange={(labels) => set({ labels })} />
      <FormButtons what={job ? 'Save' : 'Create job'} close={close} />
    </form>
  )
}
