import { Copy, FolderInput, FolderPlus, Goal, ListPlus, Pencil, Play, RotateCcw, Settings2, Square, Trash2 } from 'lucide-react'
import { deepestJob, type Job } from '../../shared/model/job.ts'
import { useStore } from '../state/store.ts'
import { chosenJobs, whyNone, whyNotOne } from './chosen.ts'
import { defineAction, type ActionContext } from './define.ts'
import { duplicateJob } from './duplicate.ts'
import { toldEach } from './tell.ts'

const nothing = 'Select a job first'
const isActive = (job: Job): boolean => job.progress.running + job.progress.waiting > 0
const needsJobs = (context: ActionContext): string | undefined => whyNone(chosenJobs(context), nothing, () => undefined)
const needsOneJob = (context: ActionContext): string | undefined => whyNotOne(chosenJobs(context), nothing)

const cannotRun = (job: Job): string | undefined =>
  job.progress.total === 0 ? 'This job has no tasks yet' : isActive(job) ? 'It is running already' : undefined
const cannotRetry = (job: Job): string | undefined =>
  isActive(job) ? 'It is running' : job.progress.failed === 0 ? 'None of its tasks has failed' : undefined
const cannotStop = (job: Job): string | undefined => (isActive(job) ? undefined : 'It is not running')
const able = (context: ActionContext, why: (job: Job) => string | undefined): readonly Job[] =>
  chosenJobs(context).filter((job) => why(job) === undefined)

export const jobActions = [
  defineAction({
    id: 'jobs.new',
    title: 'New job',
    scope: 'Jobs',
    shortcut: 'Mod+Shift+N',
    icon: FolderPlus,
    perform: () => useStore.setState({ dialog: { kind: 'job', jobId: null, parentJobId: null, make: 'plain' } }),
  }),
  defineAction({
    id: 'jobs.submit',
    title: 'New job from a list…',
    scope: 'Jobs',
    icon: ListPlus,
    perform: () => useStore.setState({ dialog: { kind: 'job', jobId: null, parentJobId: null, make: 'list' } }),
  }),
  defineAction({
    id: 'jobs.newGoal',
    title: 'New goal job…',
    scope: 'Jobs',
    icon: Goal,
    perform: () => useStore.setState({ dialog: { kind: 'job', jobId: null, parentJobId: null, make: 'goal' } }),
  }),
  defineAction({
    id: 'jobs.newChild',
    title: 'New job inside',
    scope: 'Jobs',
    icon: FolderPlus,
    unavailable: (context) =>
      whyNotOne(chosenJobs(context), nothing, (job) => (job.depth >= deepestJob ? 'Jobs nest five deep at the most' : undefined)),
    perform: (context) =>
      useStore.setState({ dialog: { kind: 'job', jobId: null, parentJobId: chosenJobs(context)[0]?.id ?? null, make: 'plain' } }),
  }),
  defineAction({
    id: 'jobs.run',
    title: 'Run job',
    short: 'Run',
    scope: 'Jobs',
    shortcut: 'Mod+Shift+Enter',
    icon: Play,
    unavailable: (context) => whyNone(chosenJobs(context), nothing, cannotRun),
    perform: (context) => toldEach(able(context, cannotRun), (job) => context.client.jobs.run({ jobId: job.id })),
  }),
  defineAction({
    id: 'jobs.retry',
    title: 'Retry from what failed',
    short: 'Retry',
    scope: 'Jobs',
    icon: RotateCcw,
    unavailable: (context) => whyNone(chosenJobs(context), nothing, cannotRetry),
    perform: (context) => toldEach(able(context, cannotRetry), (job) => context.client.jobs.retry({ jobId: job.id })),
  }),
  defineAction({
    id: 'jobs.stop',
    title: 'Stop job',
    short: 'Stop',
    scope: 'Jobs',
    icon: Square,
    dangerous: true,
    unavailable: (context) => whyNone(chosenJobs(context), nothing, cannotStop),
    perform: (context) => toldEach(able(context, cannotStop), (job) => context.client.jobs.stop({ jobId: job.id })),
  }),
  defineAction({
    id: 'jobs.rename',
    title: 'Rename job',
    scope: 'Jobs',
    icon: Pencil,
    unavailable: needsOneJob,
    perform: (context) => useStore.setState({ renaming: chosenJobs(context)[0]?.id ?? null }),
  }),
  defineAction({
    id: 'jobs.edit',
    title: 'Edit job…',
    scope: 'Jobs',
    icon: Settings2,
    unavailable: needsOneJob,
    perform: (context) => {
      const [job] = chosenJobs(context)
      if (job) useStore.setState({ dialog: { kind: 'job', jobId: job.id, parentJobId: job.parentJobId, make: 'plain' } })
    },
  }),
  defineAction({
    id: 'jobs.duplicate',
    title: 'Duplicate job',
    scope: 'Jobs',
    icon: Copy,
    unavailable: needsOneJob,
    async perform(context) {
      const [job] = chosenJobs(context)
      if (job) await duplicateJob(context.client, job)
    },
  }),
  defineAction({
    id: 'jobs.move',
    title: 'Move job into another…',
    short: 'Move…',
    scope: 'Jobs',
    icon: FolderInput,
    unavailable: needsJobs,
    perform: (context) => useStore.setState({ dialog: { kind: 'move', what: 'job', jobIds: chosenJobs(context).map(({ id }) => id) } }),
  }),
  defineAction({
    id: 'jobs.delete',
    title: 'Delete job…',
    short: 'Delete…',
    scope: 'Jobs',
    icon: Trash2,
    dangerous: true,
    unavailable: needsJobs,
    perform: (context) => useStore.setState({ dialog: { kind: 'delete', what: 'job', jobIds: chosenJobs(context).map(({ id }) => id) } }),
  }),
]
