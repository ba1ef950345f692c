import type { Client } from '../../../shared/contract/client.ts'
import type { JobId, TaskId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { mayHold, moveJobs, moveTasks, reorder } from '../../actions/move.ts'
import { placeJobs } from '../../actions/place.ts'
import type { Mark } from '../../state/marks.ts'
import { siblingsIn } from '../../state/siblings.ts'
import { useStore, type Dragged } from '../../state/store.ts'
import type { DragRules, Gap } from '../../ui/list/useRowDrag.ts'
import type { Node } from './tree.ts'

export function markOf(node: Node | undefined): Mark | undefined {
  if (node?.kind === 'job') return { list: 'jobs', id: node.jobId }
  return node?.kind === 'task' ? { list: 'tasks', id: node.taskId } : undefined
}

/** Jobs are dragged into jobs, beside them, or onto “All tasks” to the top; tasks into jobs, out of all of them, and to another place of their order. */
export const treeDrag = (client: Client, nodes: readonly Node[]): DragRules => ({
  carries: (index) => markOf(nodes[index]),
  takes(dragged, index) {
    const node = nodes[index]
    return node ? gapsOf(dragged, node) : []
  },
  drop({ list, ids }, index, gap) {
    const node = nodes[index]
    if (!node) return
    if (list === 'jobs' && node.kind === 'job' && gap !== 'inside') void placeJobs(client, ids as JobId[], spotBeside(node.jobId, ids, gap))
    else if (list === 'jobs') void moveJobs(client, ids as JobId[], node.kind === 'job' ? node.jobId : null)
    else if (node.kind === 'task') void putBeside(client, ids as TaskId[], node, gap)
    else void moveTasks(client, ids as TaskId[], node.kind === 'job' ? node.jobId : null)
  },
})

function gapsOf({ list, ids }: Dragged, node: Node): readonly Gap[] {
  const { jobs } = useStore.getState()
  const job = node.kind === 'job' ? jobs.get(node.jobId) : undefined
  switch (node.kind) {
    case 'all':
      return list === 'jobs' ? ['inside'] : []
    case 'unassigned':
      return list === 'tasks' ? ['inside'] : []
    case 'job':
      return job ? (list === 'tasks' ? ['inside'] : gapsOfJob(jobs, job, ids)) : []
    case 'task':
      return list === 'tasks' && !ids.includes(node.taskId) && isOrderOf(node.jobId, ids) ? ['before', 'after'] : []
  }
}

/** Into it where it has room, and beside it where its parent has. */
function gapsOfJob(jobs: ReadonlyMap<JobId, Job>, job: Job, ids: readonly string[]): readonly Gap[] {
  const parent = job.parentJobId === null ? undefined : jobs.get(job.parentJobId)
  const beside: readonly Gap[] = !ids.includes(job.id) && (parent === undefined || mayHold(jobs, parent, ids)) ? ['before', 'after'] : []
  return mayHold(jobs, job, ids) ? [...beside, 'inside'] : beside
}

function spotBeside(
  jobId: JobId,
  moved: readonly string[],
  gap: Gap,
): { readonly parentJobId: JobId | null; readonly before: JobId | null } {
  const { jobs } = useStore.getState()
  const parentJobId = jobs.get(jobId)?.parentJobId ?? null
  const others = siblingsIn(jobs, parentJobId).filter(({ id }) => !moved.includes(id))
  return { parentJobId, before: gap === 'before' ? jobId : (others[others.findIndex(({ id }) => id === jobId) + 1]?.id ?? null) }
}

const isOrderOf = (jobId: JobId, ids: readonly string[]): boolean => {
  const order: readonly string[] = useStore.getState().jobs.get(jobId)?.taskOrder ?? []
  return ids.every((id) => order.includes(id))
}

function putBeside(
  client: Client,
  taskIds: readonly TaskId[],
  { jobId, taskId }: Extract<Node, { kind: 'task' }>,
  gap: Gap,
): Promise<void> {
  const others = (useStore.getState().jobs.get(jobId)?.taskOrder ?? []).filter((id) => !taskIds.includes(id))
  return reorder(client, jobId, taskIds, others.indexOf(taskId) + (gap === 'after' ? 1 : 0))
}
