import { CircleCheck, CircleSlash } from 'lucide-react'
import type { Job } from '../../shared/model/job.ts'
import { chosenJobs, whyNone } from './chosen.ts'
import { defineAction, type ActionContext } from './define.ts'
import { toldEach } from './tell.ts'

const nothing = 'Select a job first'
const ended: readonly string[] = ['completed', 'failed', 'cancelled']
const cannotConfirm = (job: Job): string | undefined => job.status === 'awaiting_confirmation' ? undefined : 'It does not wait for a confirmation'
const cannotCancel = (job: Job): string | undefined => ended.includes(job.status) ? 'It has ended' : undefined
const able = (context: ActionContext, why: (job: Job) => string | undefined): readonly Job[] => chosenJobs(context).filter((job) => why(job) === undefined)

/** What can be done with the orchestrator’s jobs: cancel and confirm. */
export const goalActions = [
  defineAction({
    id: 'jobs.confirm', title: 'Let it go on', short: 'Go on', scope: 'Jobs', icon: CircleCheck,
    unavailable: (context) => whyNone(chosenJobs(context), nothing, cannotConfirm),
    perform: (context) => toldEach(able(context, cannotConfirm), (job) => context.client.jobs.confirm({ jobId: job.id })),
  }),
  defineAction({
    id: 'jobs.cancel', title: 'Cancel job', short: 'Cancel', scope: 'Jobs', icon: CircleSlash, dangerous: true,
    unavailable: (context) => whyNone(chosenJobs(context), nothing, cannotCancel),
    perform: (context) => toldEach(able(context, cannotCancel), (job) => context.client.jobs.cancel({ jobId: job.id })),
  }),
]
