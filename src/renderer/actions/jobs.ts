import { Copy, FolderPlus, Pencil, Play, RotateCcw, Settings2, Square, Trash2 } from 'lucide-react'
import type { JobId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import { selectJob } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { defineAction, type ActionContext } from './define.ts'
import { told } from './tell.ts'

const selected = ({ state }: ActionContext): Job | undefined => state.jobs.get(state.selection.jobKey as JobId)
const needsJob = (context: ActionContext): string | undefined => selected(context) ? undefined : 'Select a job first'
const isActive = (job: Job): boolean => job.progress.running + job.progress.waiting > 0

export const jobActions = [
  defineAction({
    id: 'jobs.new', title: 'New job', scope: 'Jobs', shortcut: 'Mod+Shift+N', icon: FolderPlus,
    perform: () => useStore.setState({ dialog: { kind: 'job', jobId: null, parentJobId: null } }),
  }),
  defineAction({
    id: 'jobs.newChild', title: 'New job inside', scope: 'Jobs', icon: FolderPlus,
    unavailable: (context) => needsJob(context) ?? ((selected(context)?.depth ?? 0) >= 5 ? 'Jobs nest five deep at the most' : undefined),
    perform: (context) => useStore.setState({ dialog: { kind: 'job', jobId: null, parentJobId: selected(context)?.id ?? null } }),
  }),
  defineAction({
    id: 'jobs.run', title: 'Run job', scope: 'Jobs', shortcut: 'Mod+Shift+Enter', icon: Play,
    unavailable(context) {
      const job = selected(context)
      if (!job) return needsJob(context)
      if (job.progress.total === 0) return 'This job has no tasks yet'
      return isActive(job) ? 'It is running already' : undefined
    },
    async perform(context) {
      const job = selected(context)
      if (job) await told(context.client.jobs.run({ jobId: job.id }))
    },
  }),
  defineAction({
    id: 'jobs.retry', title: 'Retry from what failed', scope: 'Jobs', icon: RotateCcw,
    unavailable(context) {
      const job = selected(context)
      if (!job) return needsJob(context)
      if (isActive(job)) return 'It is running'
      return job.progress.failed === 0 ? 'None of its tasks has failed' : undefined
    },
    async perform(context) {
      const job = selected(context)
      if (job) await told(context.client.jobs.retry({ jobId: job.id }))
    },
  }),
  defineAction({
    id: 'jobs.stop', title: 'Stop job', scope: 'Jobs', icon: Square, dangerous: true,
    unavailable(context) {
      const job = selected(context)
      return job ? isActive(job) ? undefined : 'It is not running' : needsJob(context)
    },
    async perform(context) {
      const job = selected(context)
      if (job) await told(context.client.jobs.stop({ jobId: job.id }))
    },
  }),
  defineAction({
    id: 'jobs.rename', title: 'Rename job', scope: 'Jobs', icon: Pencil, unavailable: needsJob,
    perform: (context) => useStore.setState({ renaming: selected(context)?.id ?? null }),
  }),
  defineAction({
    id: 'jobs.edit', title: 'Edit job…', scope: 'Jobs', icon: Settings2, unavailable: needsJob,
    perform: (context) => {
      const job = selected(context)
      if (job) useStore.setState({ dialog: { kind: 'job', jobId: job.id, parentJobId: job.parentJobId } })
    },
  }),
  defineAction({
    id: 'jobs.duplicate', title: 'Duplicate job', scope: 'Jobs', icon: Copy, unavailable: needsJob,
    async perform(context) {
      const job = selected(context)
      if (job) await duplicate(context, job)
    },
  }),
  defineAction({
    id: 'jobs.delete', title: 'Delete job…', scope: 'Jobs', icon: Trash2, dangerous: true, unavailable: needsJob,
    perform: (context) => {
      const job = selected(context)
      if (job) useStore.setState({ dialog: { kind: 'delete', what: 'job', jobId: job.id } })
    },
  }),
]

/** The job with its tasks in their order, without runs. */
async function duplicate({ client }: ActionContext, job: Job): Promise<void> {
  const { description, parentJobId, workerCount, onFailure, workingDirectory, labels } = job
  const copy = await told(client.jobs.create({ name: `${job.name} (copy)`, description, parentJobId, workerCount, onFailure, workingDirectory, labels }))
  const tasks = await told(client.jobs.tasks({ jobId: job.id, limit: 500 }))
  if (!copy || !tasks) return
  for (const { name, description, enabled, workType, parameters, workingDirectory, schedule, priority, timeoutMs, idleTimeoutMs } of tasks.tasks) {
    const made = await told(client.tasks.create({ name, description, enabled, workType, parameters, workingDirectory, schedule, priority, timeoutMs, idleTimeoutMs, jobId: copy.id }))
    if (!made) return
  }
  selectJob(copy.id)
}
