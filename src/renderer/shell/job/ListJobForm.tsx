import type { JobId } from '../../../shared/model/ids.ts'
import { useClient } from '../../state/client.ts'
import { Area, Field } from '../../ui/Field.tsx'
import { FormButtons, LabelsField, ParentField, WorkersField } from './job-fields.tsx'
import { showNew, useJobForm } from './useJobForm.ts'
import css from '../Forms.module.css'

interface ListJobFormProps {
  readonly parentJobId: JobId | null
  readonly close: () => void
}

const example = 'Tidy up the parser\n- split it into two files\n- test each of them\n- write down how it works'

/** A job from a description: its lines become tasks. */
export function ListJobForm({ parentJobId, close }: ListJobFormProps) {
  const client = useClient()
  const { fields, set, problem, submit } = useJobForm(
    { taskDescription: '', workerCount: 1, parentJobId, labels: [] as string[], start: false },
    (now) => client.jobs.submit(now),
    (made) => {
      close()
      showNew(made)
    },
  )
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)}>
      <Field
        label="What is to be done"
        help="Each line that begins with a sign or a number becomes a task; without any, all of it is one."
        problem={problem('taskDescription')}
      >
        {(ids) => (
          <Area
            {...ids}
            autoFocus
            rows={7}
            maxLength={4_096}
            placeholder={example}
            value={fields.taskDescription}
            onChange={(event) => set({ taskDescription: event.target.value })}
          />
        )}
      </Field>
      <WorkersField value={fields.workerCount} problem={problem('workerCount')} onChange={(workerCount) => set({ workerCount })} />
      <ParentField
        value={fields.parentJobId}
        self={null}
        problem={problem('parentJobId') ?? problem('depth')}
        onChange={(parent) => set({ parentJobId: parent })}
      />
      <LabelsField value={fields.labels} problem={problem('labels')} onChange={(labels) => set({ labels })} />
      <label className={css.check}>
        <input type="checkbox" checked={fields.start} onChange={(event) => set({ start: event.target.checked })} />
        Start it at once
      </label>
      <FormButtons what="Submit job" close={close} />
    </form>
  )
}
