import { CircleCheck, CircleSlash, HandGrab, Undo2 } from 'lucide-react'
import type { Job } from '../../shared/model/job.ts'
import { useStore } from '../state/store.ts'
import { chosenJobs, whyNone, whyNotOne } from './chosen.ts'
import { defineAction, type ActionContext } from './define.ts'
import { toldEach } from './tell.ts'

const nothing = 'Select a job first'
const ended: readonly string[] = ['completed', 'failed', 'cancelled']
const cannotConfirm = (job: Job): string | undefined =>
  job.status === 'awaiting_confirmation' ? undefined : 'It does not wait for a confirmation'
const cannotCancel = (job: Job): string | undefined => (ended.includes(job.status) ? 'It has ended' : undefined)
const able = (context: ActionContext, why: (job: Job) => string | undefined): readonly Job[] =>
  chosenJobs(context).filter((job) => why(job) === undefined)

/** What can be done with the orchestrator’s jobs: cancel and confirm, and workers that they hold. */
export const goalActions = [
  defineAction({
    id: 'jobs.confirm',
    title: 'Let it go on',
    short: 'Go on',
    scope: 'Jobs',
    icon: CircleCheck,
    unavailable: (context) => whyNone(chosenJobs(context), nothing, cannotConfirm),
    perform: (context) => toldEach(able(context, cannotConfirm), (job) => context.client.jobs.confirm({ jobId: job.id })),
  }),
  defineAction({
    id: 'jobs.cancel',
    title: 'Cancel job',
    short: 'Cancel',
    scope: 'Jobs',
    icon: CircleSlash,
    dangerous: true,
    unavailable: (context) => whyNone(chosenJobs(context), nothing, cannotCancel),
    perform: (context) => toldEach(able(context, cannotCancel), (job) => context.client.jobs.cancel({ jobId: job.id })),
  }),
  defineAction({
    id: 'jobs.allocate',
    title: 'Allocate workers to a job…',
    scope: 'Jobs',
    needs: 'resources:write',
    icon: HandGrab,
    unavailable: (context) => whyNotOne(chosenJobs(context), nothing, cannotCancel),
    perform: (context) => useStore.setState({ dialog: { kind: 'allocate', jobId: chosenJobs(context)[0]?.id ?? null } }),
  }),
  defineAction({
    id: 'jobs.release',
    title: 'Release the workers of a job',
    scope: 'Jobs',
    needs: 'resources:write',
    icon: Undo2,
    unavailable: (context) => whyNone(chosenJobs(context), nothing, () => undefined),
    perform: (context) => toldEach(chosenJobs(context), (job) => context.client.resources.release({ jobId: job.id })),
  }),
]
