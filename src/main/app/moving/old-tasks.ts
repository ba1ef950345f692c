import type { Plan } from '../../domain/predecessor/plan.ts'
import type { OldTask } from '../../domain/predecessor/task-record.ts'
import { scheduleProblem } from '../../domain/schedule.ts'
import { planTask } from '../schedules/planning.ts'
import { placeOf, type Around } from './old-places.ts'
import { decide, knownProfile, warn, type Taking } from './taking-over.ts'

/** The tasks of a job in its order, then the others as they came. */
export function inOrder({ jobs, tasks }: Plan): readonly OldTask[] {
  const placed = new Map([...jobs.values()].flatMap((job) => job.taskOrder).map((id, place) => [id, place]))
  const placeOf = (task: OldTask): number => placed.get(task.id) ?? Number.MAX_SAFE_INTEGER
  return [...tasks.values()].sort((one, other) => placeOf(one) - placeOf(other))
}

export function takeOldTask(taking: Taking, task: OldTask): void {
  const { deps, by } = taking
  const { store, clock } = deps
  const { jobId, workingDirectory, remarks, ...given } = placeOf(task, around(taking, task))
  const profileId = knownProfile(taking, 'tasks.json', { name: task.name, ...given })
  for (const remark of remarks) warn(taking, 'tasks.json', remark)
  const bad = scheduleProblem(task.schedule, clock.now())
  if (bad) warn(taking, 'tasks.json', `the schedule of “${task.name}” cannot be computed (${bad.message}); it starts by hand now`)
  if (!decide(taking, 'task', task, store.tasks.find(task.id) !== undefined)) return
  const schedule = bad ? { type: 'manual' as const } : task.schedule
  const at = task.createdAt ?? clock.now()
  store.tasks.insert({
    id: task.id,
    jobId,
    name: task.name,
    description: task.description,
    enabled: task.enabled,
    workType: 'claude_code',
    parameters: task.parameters,
    workingDirectory,
    schedule,
    priority: 3,
    timeoutMs: null,
    idleTimeoutMs: null,
    profileId,
    dependsOn: [],
    retry: task.retry,
    successChecks: [],
    commitOnSuccess: task.commitOnSuccess,
    notifications: task.notifications,
    spendLimit: null,
    stopAfterFailures: null,
    blackouts: [],
    agentType: null,
    agentId: null,
    owner: by.user.id,
    createdAt: at,
    updatedAt: clock.now(),
  })
  planTask(deps, { id: task.id, schedule })
  store.journal.append({ type: 'task.created', taskId: task.id, jobId })
}

const around = ({ deps, plan, folderWithout, appendUnordered }: Taking, { jobId }: OldTask): Around => ({
  job: jobId ? plan.jobs.get(jobId) : undefined,
  jobIsKnown: jobId !== null && (plan.jobs.has(jobId) || deps.store.jobs.find(jobId) !== undefined),
  folderWithout,
  appendUnordered,
})
