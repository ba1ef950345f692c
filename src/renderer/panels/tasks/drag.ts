import type { Client } from '../../../shared/contract/client.ts'
import type { TaskId } from '../../../shared/model/ids.ts'
import type { Task } from '../../../shared/model/task.ts'
import { reorder } from '../../actions/move.ts'
import { useStore, type JobKey } from '../../state/store.ts'
import type { Rows } from '../../state/views.ts'
import type { DragRules } from '../../ui/list/useRowDrag.ts'

/** Tasks are dragged to another place of their job's order, and out of the panel to another job. */
export const taskDrag = (client: Client, jobKey: JobKey, rows: Rows<Task>): DragRules => ({
  carries(index) {
    const task = rows.at(index)
    return task && { list: 'tasks', id: task.id }
  },
  takes({ list, ids }, index) {
    const { jobs } = useStore.getState()
    const order: readonly string[] = jobs.get(jobKey as never)?.taskOrder ?? []
    const isOther = !ids.includes(rows.at(index)?.id ?? '')
    return list === 'tasks' && isOther && ids.every((id) => order.includes(id)) ? ['before', 'after'] : []
  },
  drop({ ids }, index, gap) {
    const job = useStore.getState().jobs.get(jobKey as never)
    const onto = rows.at(index)
    if (!job || !onto) return
    const others = job.taskOrder.filter((id) => !ids.includes(id))
    void reorder(client, job.id, ids as TaskId[], others.indexOf(onto.id) + (gap === 'after' ? 1 : 0))
  },
})
