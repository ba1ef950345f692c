import { useMemo } from 'react'
import type { Job } from '../../../shared/model/job.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { selectJob } from '../../state/selection.ts'
import { useStore } from '../../state/store.ts'
import { Button } from '../../ui/Button.tsx'
import css from './ConfirmBanners.module.css'

/** The goal jobs that wait for a person: each with what it did and the two answers. */
export function ConfirmBanners() {
  const jobs = useStore((state) => state.jobs)
  const waiting = useMemo(() => [...jobs.values()].filter((job) => job.status === 'awaiting_confirmation'), [jobs])
  if (waiting.length === 0) return null
  return (
    <div className={css.banners} role="region" aria-label="Waiting for you">
      {waiting.map((job) => (
        <Banner key={job.id} job={job} />
      ))}
    </div>
  )
}

function Banner({ job }: { readonly job: Job }) {
  const client = useClient()
  return (
    <div className={css.banner}>
      <button type="button" className={css.name} title={job.goal ?? job.name} onClick={() => selectJob(job.id)}>
        {job.name}
      </button>
      <span className={css.text}>
        The checks fail after {job.iterations} {job.iterations === 1 ? 'iteration' : 'iterations'}.
      </span>
      <span className={css.answers}>
        <Button tone="primary" onClick={() => void told(client.jobs.confirm({ jobId: job.id }))}>
          Go on
        </Button>
        <Button onClick={() => void told(client.jobs.cancel({ jobId: job.id, reason: 'not confirmed' }))}>Cancel</Button>
      </span>
    </div>
  )
}
