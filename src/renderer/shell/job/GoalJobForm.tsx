import { toast } from 'sonner'
import type { JobId, ProfileId } from '../../../shared/model/ids.ts'
import type { WorkingDirectory } from '../../../shared/model/job.ts'
import { useClient } from '../../state/client.ts'
import { Area, Field, Input } from '../../ui/Field.tsx'
import { FolderField, FormButtons, LabelsField, ParentField, ProfileField } from './job-fields.tsx'
import { showNew, useJobForm } from './useJobForm.ts'
import css from '../Forms.module.css'

interface GoalFields {
  readonly goal: string
  readonly project: string
  readonly name: string
  readonly parentJobId: JobId | null
  readonly workingDirectory: WorkingDirectory | null
  readonly profileId: ProfileId | null
  readonly labels: string[]
}

interface GoalJobFormProps {
  readonly parentJobId: JobId | null
  readonly close: () => void
}

const text = (value: string): string | undefined => (value.trim() === '' ? undefined : value)

/** A job that works towards a goal. It enters the queue at once, and the answer says where it stands there. */
export function GoalJobForm({ parentJobId, close }: GoalJobFormProps) {
  const client = useClient()
  const first: GoalFields = { goal: '', project: '', name: '', parentJobId, workingDirectory: null, profileId: null, labels: [] }
  const { fields, set, problem, submit } = useJobForm(
    first,
    ({ goal, project, name, ...plain }) =>
      client.jobs.create({ ...plain, goal, ...(text(project) && { projectId: project.trim() }), ...(text(name) && { name }) }),
    (made) => {
      close()
      showNew(made)
      if (made.message) toast(made.message)
    },
  )
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)}>
      <Field label="Goal" problem={problem('goal')}>
        {(ids) => (
          <Area
            {...ids}
            autoFocus
            rows={4}
            placeholder="The login page answers within 100 ms"
            value={fields.goal}
            onChange={(event) => set({ goal: event.target.value })}
          />
        )}
      </Field>
      <div className={css.pair}>
        <Field label="Name" problem={problem('name')}>
          {(ids) => (
            <Input {...ids} placeholder="as the goal begins" value={fields.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        <Field label="Project" problem={problem('projectId')}>
          {(ids) => (
            <Input
              {...ids}
              placeholder="none"
              title="Uses the pipeline of its name, or else the one named default"
              value={fields.project}
              onChange={(event) => set({ project: event.target.value })}
            />
          )}
        </Field>
      </div>
      <FolderField
        value={fields.workingDirectory}
        problem={problem('workingDirectory')}
        onChange={(workingDirectory) => set({ workingDirectory })}
      />
      <ProfileField value={fields.profileId} problem={problem('profileId')} onChange={(profileId) => set({ profileId })} />
      <ParentField
        value={fields.parentJobId}
        self={null}
        problem={problem('parentJobId')}
        onChange={(parent) => set({ parentJobId: parent })}
      />
      <LabelsField value={fields.labels} problem={problem('labels')} onChange={(labels) => set({ labels })} />
      <FormButtons what="Create job" close={close} />
    </form>
  )
}
