import { CircleCheck, CircleSlash, ListOrdered, Workflow } from 'lucide-react'
import type { JobId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import { useStore } from '../state/store.ts'
import { defineAction, type ActionContext } from './define.ts'
import { told } from './tell.ts'

const selected = ({ state }: ActionContext): Job | undefined => state.jobs.get(state.selection.jobKey as JobId)

const ended: readonly string[] = ['completed', 'failed', 'cancelled']

/** What can be done with the orchestrator’s jobs: cancel, confirm, look at the queue and at the pipelines. */
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
  defineAction({ id: 'app.queue', title: 'Queue', scope: 'App', icon: ListOrdered, perform: () => useStore.setState({ dialog: { kind: 'queue' } }) }),
  defineAction({ id: 'app.pipelines', title: 'Pipelines', scope: 'App', icon: Workflow, perform: () => useStore.setState({ dialog: { kind: 'pipelines' } }) }),
]
