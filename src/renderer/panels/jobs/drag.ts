import type { Client } from '../../../shared/contract/client.ts'
import type { JobId, TaskId } from '../../../shared/model/ids.ts'
import { mayHold, moveJobs, moveTasks, reorder } from '../../actions/move.ts'
import type { Dragged, Mark } from '../../state/marks.ts'
import { useStore } from '../../state/store.ts'
import type { DragRules, Gap } from '../../ui/list/useRowDrag.ts'
import type { Node } from './tree.ts'

export function markOf(node: Node | undefined): Mark | undefined {
  if (node?.kind === 'job') return { list: 'jobs', id: node.jobId }
  return node?.kind === 'task' ? { list: 'tasks', id: node.taskId } : undefined
}

/** Jobs are dragged into jobs, or onto “All tasks” to the top; tasks into jobs, out of all of them, and to another place of their order. */
export const treeDrag = (client: Client, nodes: readonly Node[]): DragRules => ({
  carries: (index) => markOf(nodes[index]),
  takes(dragged, index) {
    const node = nodes[index]
    return node ? gapsOf(dragged, node) : []
  },
  drop({ list, ids }, index, gap) {
    const node = nodes[index]
    if (!node) return
    if (list === 'jobs') void moveJobs(client, ids as JobId[], node.kind === 'job' ? node.jobId : null)
    else if (node.kind === 'task') void putBeside(client, ids as TaskId[], node, gap)
    else void moveTasks(client, ids as TaskId[], node.kind === 'job' ? node.jobId : null)
  },
})

function gapsOf({ list, ids }: Dragged, node: Node): readonly Gap[] {
  const { jobs } = useStore.getState()
  const job = node.kind === 'job' ? jobs.get(node.jobId) : undefined
  switch (node.kind) {
    case 'all': return list === 'jobs' ? ['inside'] : []
    case 'unassigned': return list === 'tasks' ? ['inside'] : []
    case 'job': return job && (list === 'tasks' || (list === 'jobs' && mayHold(jobs, job, ids))) ? ['inside'] : []
    case 'task': return list === 'tasks' && !ids.includes(node.taskId) && isOrderOf(node.jobId, ids) ? ['before', 'after'] : []
  }
}

const isOrderOf = (jobId: JobId, ids: readonly string[]): boolean => {
  const order: readonly string[] = useStore.getState().jobs.get(jobId)?.taskOrder ?? []
  return ids.every((id) => order.includes(id))
}

function putBeside(client: Client, taskIds: readonly TaskId[], { jobId, taskId }: Extract<Node, { kind: 'task' }>, gap: Gap): Promise<void> {
  const others = (useStore.getState().jobs.get(jobId)?.taskOrder ?? []).filter((id) => !taskIds.includes(id))
  return reorder(client, jobId, taskIds, others.indexOf(taskId) + (gap === 'after' ? 1 : 0))
}
