import type { TaskId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { TaskNotifications } from '../../../shared/model/flow.ts'
import { usualPriority } from '../../../shared/model/task.ts'
import type { DefinedWork } from '../../domain/work.ts'
import type { Deps } from '../deps.ts'

/** A task of a job that says nothing but what to do: started by hand, everything else as usual. Within a transaction. */
export function plainTask(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  job: Job,
  {
    name,
    work,
    timeoutMs,
    notifications,
  }: { readonly name: string; readonly work: DefinedWork; readonly timeoutMs: number | null; readonly notifications: TaskNotifications },
): TaskId {
  const at = clock.now()
  const id = clock.newId() as TaskId
  store.tasks.insert({
    id,
    jobId: job.id,
    name,
    description: '',
    enabled: true,
    ...work,
    workingDirectory: null,
    schedule: { type: 'manual' },
    priority: usualPriority,
    timeoutMs,
    idleTimeoutMs: null,
    profileId: null,
    dependsOn: [],
    retry: null,
    successChecks: [],
    commitOnSuccess: false,
    notifications,
    spendLimit: null,
    stopAfterFailures: null,
    blackouts: [],
    agentType: null,
    agentId: null,
    owner: job.owner,
    createdAt: at,
    updatedAt: at,
  })
  store.journal.append({ type: 'task.created', taskId: id, jobId: job.id })
  return id
}
