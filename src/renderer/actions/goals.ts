import { CircleCheck, CircleSlash } from 'lucide-react'
import type { JobId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import { defineAction, type ActionContext } from './define.ts'
import { told } from './tell.ts'

const selected = ({ state }: ActionContext): Job | undefined => state.jobs.get(state.selection.jobKey as JobId)

const ended: readonly string[] = ['completed', 'failed', 'cancelled']

/** What can be done with the orchestrator’s jobs: cancel and confirm. */
export const goalActions = [
  defineAction({
    id: 'jobs.confirm', title: 'Let it go on', scope: 'Jobs', icon: CircleCheck,
    unavailable(context) {
      const job = selected(context)
      if (!job) return 'Select a job first'
      return job.status === 'awaiting_confirmation' ? undefined : 'It does not wait for a confirmation'
    },
    async perform(context) {
      const job = selected(context)
      if (job) await told(context.client.jobs.confirm({ jobId: job.id }))
    },
  }),
  defineAction({
    id: 'jobs.cancel', title: 'Cancel job', scope: 'Jobs', icon: CircleSlash, dangerous: true,
    unavailable(context) {
      const job = selected(context)
      if (!job) return 'Select a job first'
      return ended.includes(job.status) ? 'It has ended' : undefined
    },
    async perform(context) {
      const job = selected(context)
      if (job) await told(context.client.jobs.cancel({ jobId: job.id }))
    },
  }),
]
