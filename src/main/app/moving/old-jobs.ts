import type { OldJob } from '../../domain/predecessor/job-record.ts'
import { noGoal } from '../jobs/no-goal.ts'
import { decide, imported, knownProfile, warn, type Taking } from './taking-over.ts'

export function takeOldJob(taking: Taking, job: OldJob): void {
  const {
    deps: { store, clock },
    by,
  } = taking
  const profileId = knownProfile(taking, 'jobs.json', job)
  for (const id of job.taskOrder)
    if (!taking.plan.tasks.has(id) && !store.tasks.find(id))
      warn(taking, 'jobs.json', `the task order of “${job.name}” names ${id}, which is not there; it was left out`)
  if (!decide(taking, 'job', job, store.jobs.find(job.id) !== undefined)) return
  const at = job.createdAt ?? clock.now()
  store.jobs.insert({
    ...noGoal,
    id: job.id,
    name: job.name,
    description: job.description,
    profileId,
    workingDirectory: job.workingDirectory,
    status: 'pending',
    statusMessage: 'Has not run yet',
    parentJobId: null,
    depth: 0,
    workerCount: 1,
    onFailure: 'stop',
    labels: [],
    owner: by.user.id,
    workspaceId: by.user.workspaceId,
    createdAt: at,
    updatedAt: clock.now(),
    startedAt: null,
    finishedAt: null,
  })
  const audit = {
    entity: 'job',
    entityId: job.id,
    actor: by.actor,
    requestId: by.requestId,
    time: clock.now(),
    reason: imported(job.createdThere),
  } as const
  store.audit.append({ ...audit, from: null, to: 'submitted' })
  store.audit.append({ ...audit, from: 'submitted', to: 'pending' })
  store.journal.append({ type: 'job.created', jobId: job.id })
}
