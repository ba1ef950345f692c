import { useState, type SyntheticEvent } from 'react'
import { toast } from 'sonner'
import type { FieldProblem } from '../../shared/model/failure.ts'
import type { JobId } from '../../shared/model/ids.ts'
import { deepestJob, type Job } from '../../shared/model/job.ts'
import { told } from '../actions/tell.ts'
import { useClient } from '../state/client.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field, Input, Select } from '../ui/Field.tsx'
import css from './Forms.module.css'

const mostOffered = 2_000
const ended: readonly Job['status'][] = ['completed', 'failed', 'cancelled']

/** Reserves workers for a job: as many as its depth has free, at most as many as it asks for. */
export function AllocateDialog({ jobId }: { readonly jobId: JobId | null }) {
  const client = useClient()
  const jobs = useStore((state) => state.jobs)
  const offered = [...jobs.values()].filter(({ status }) => !ended.includes(status)).slice(0, mostOffered)
  const [job, setJob] = useState(offered.find(({ id }) => id === jobId) ?? offered[0])
  const [depth, setDepth] = useState(job?.depth ?? 0)
  const [workers, setWorkers] = useState(1)
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const close = (): void => useStore.setState({ dialog: null })
  const choose = (next: Job | undefined): void => {
    setJob(next)
    setDepth(next?.depth ?? 0)
  }
  const allocate = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    if (!job) return
    const answer = client.resources.allocate({ jobId: job.id, depth, workerCount: workers })
    const result = await answer.catch(() => undefined)
    if (result && !result.ok && result.failure.kind === 'validation') return setProblems(result.failure.problems)
    const granted = await told(answer)
    if (!granted) return
    close()
    toast(
      granted.granted < granted.requested
        ? `“${job.name}” has ${granted.granted} of the ${granted.requested} workers it asked for: no more are free.`
        : `“${job.name}” has ${granted.granted} more ${granted.granted === 1 ? 'worker' : 'workers'}.`,
    )
  }
  return (
    <Dialog
      title="Allocate workers"
      description="The job has them until it gives them back, or ends."
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" type="submit" form="allocate" disabled={!job} title={job ? undefined : 'There is no job that goes on'}>
            Allocate
          </Button>
        </>
      }
    >
      <form id="allocate" className={css.form} onSubmit={(event) => void allocate(event)}>
        <Field label="Job" help={job ? undefined : 'There is no job that goes on: ended ones can hold none.'}>
          {(ids) => (
            <Select
              {...ids}
              autoFocus
              value={job?.id ?? ''}
              onChange={(event) => choose(offered.find(({ id }) => id === event.target.value))}
            >
              {offered.map((one) => (
                <option key={one.id} value={one.id}>
                  {'\u2003'.repeat(one.depth)}
                  {one.name}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <div className={css.pair}>
          <Field label="Workers" problem={problems.find(({ path }) => path === 'workerCount')?.message}>
            {(ids) => (
              <Input
                {...ids}
                type="number"
                min={1}
                max={1_000}
                value={Number.isNaN(workers) ? '' : workers}
                onChange={(event) => setWorkers(event.target.valueAsNumber)}
              />
            )}
          </Field>
          <Field label="Depth">
            {(ids) => (
              <Select {...ids} value={depth} onChange={(event) => setDepth(Number(event.target.value))}>
                {Array.from({ length: deepestJob + 1 }, (_, at) => (
                  <option key={at} value={at}>
                    {at}
                    {at === job?.depth ? ' (the job’s)' : ''}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      </form>
    </Dialog>
  )
}
