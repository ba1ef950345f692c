import { AlarmClockCheck, Copy, FolderInput, MoveDown, MoveUp, Pencil, Play, Plus, Power, Trash2 } from 'lucide-react'
import type { JobId, TaskId } from '../../shared/model/ids.ts'
import type { Task } from '../../shared/model/task.ts'
import { selectTask } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { defineAction, type ActionContext } from './define.ts'
import { told } from './tell.ts'

const selected = ({ state }: ActionContext): Task | undefined => state.selection.taskId ? state.tasks.get(state.selection.taskId) : undefined
const needsTask = (context: ActionContext): string | undefined => selected(context) ? undefined : 'Select a task first'

export const taskActions = [
  defineAction({
    id: 'tasks.new', title: 'New task', scope: 'Tasks', shortcut: 'Mod+Alt+N', icon: Plus,
    async perform({ client, state }) {
      const job = state.jobs.get(state.selection.jobKey as JobId)
      const task = await told(client.tasks.create({ name: 'New task', command: 'echo "Hello"', jobId: job?.id ?? null }))
      if (!task) return
      useStore.setState((now) => ({ tasks: new Map(now.tasks).set(task.id, task) }))
      selectTask(task.id)
    },
  }),
  defineAction({
    id: 'tasks.run', title: 'Run task', scope: 'Tasks', shortcut: 'Mod+Enter', icon: Play, unavailable: needsTask,
    async perform(context) {
      const task = selected(context)
      const run = task && await told(context.client.tasks.run({ taskId: task.id }))
      if (run) useStore.setState((now) => ({ selection: now.selection.taskId === run.taskId ? { ...now.selection, runId: run.id } : now.selection }))
    },
  }),
  defineAction({
    id: 'tasks.toggle', title: 'Enable or disable task', scope: 'Tasks', icon: Power, unavailable: needsTask,
    async perform(context) {
      const task = selected(context)
      if (task) await told(task.enabled ? context.client.tasks.disable({ taskId: task.id }) : context.client.tasks.enable({ taskId: task.id }))
    },
  }),
  defineAction({
    id: 'tasks.closeBreaker', title: 'Let the task start by itself again', scope: 'Tasks', icon: AlarmClockCheck,
    unavailable: (context) => needsTask(context) ?? (selected(context)?.breaker ? undefined : 'Its failures in a row have not stopped it'),
    async perform(context) {
      const task = selected(context)
      if (task) await told(context.client.tasks.closeBreaker({ taskId: task.id }))
    },
  }),
  defineAction({
    id: 'tasks.rename', title: 'Rename task', scope: 'Tasks', icon: Pencil, unavailable: needsTask,
    perform: (context) => useStore.setState({ renaming: selected(context)?.id ?? null }),
  }),
  defineAction({
    id: 'tasks.duplicate', title: 'Duplicate task', scope: 'Tasks', shortcut: 'Mod+D', icon: Copy, unavailable: needsTask,
    async perform(context) {
      const task = selected(context)
      if (!task) return
      const { name, description, enabled, workType, parameters, workingDirectory, schedule, priority, timeoutMs, idleTimeoutMs, jobId } = task
      await told(context.client.tasks.create({ name: `${name} (copy)`, description, enabled, workType, parameters, workingDirectory, schedule, priority, timeoutMs, idleTimeoutMs, jobId }))
    },
  }),
  defineAction({
    id: 'tasks.move', title: 'Move task to a job…', scope: 'Tasks', icon: FolderInput, unavailable: needsTask,
    perform: (context) => {
      const task = selected(context)
      if (task) useStore.setState({ dialog: { kind: 'move-task', taskId: task.id } })
    },
  }),
  defineAction({
    id: 'tasks.up', title: 'Move task up', scope: 'Tasks', shortcut: 'Alt+ArrowUp', icon: MoveUp,
    unavailable: (context) => needsTask(context) ?? (placeOf(context) > 0 ? undefined : 'It is the first of its job, or in none'),
    perform: (context) => shift(context, -1),
  }),
  defineAction({
    id: 'tasks.down', title: 'Move task down', scope: 'Tasks', shortcut: 'Alt+ArrowDown', icon: MoveDown,
    unavailable: (context) => needsTask(context) ?? (isLast(context) ? 'It is the last of its job, or in none' : undefined),
    perform: (context) => shift(context, 1),
  }),
  defineAction({
    id: 'tasks.delete', title: 'Delete task…', scope: 'Tasks', icon: Trash2, dangerous: true, unavailable: needsTask,
    perform: (context) => {
      const task = selected(context)
      if (task) useStore.setState({ dialog: { kind: 'delete', what: 'task', taskIds: [task.id] } })
    },
  }),
]

const orderOf = ({ state }: ActionContext, task: Task | undefined): readonly TaskId[] => (task?.jobId ? state.jobs.get(task.jobId)?.taskOrder : undefined) ?? []
const placeOf = (context: ActionContext): number => {
  const task = selected(context)
  return task ? orderOf(context, task).indexOf(task.id) : -1
}
const isLast = (context: ActionContext): boolean => placeOf(context) < 0 || placeOf(context) === orderOf(context, selected(context)).length - 1

async function shift(context: ActionContext, by: 1 | -1): Promise<void> {
  const task = selected(context)
  if (!task?.jobId) return
  await reorder(context, task.jobId, task.id, placeOf(context) + by)
}

/** Puts a task at another place of its job's order. */
export async function reorder({ client, state }: ActionContext, jobId: JobId, taskId: TaskId, place: number): Promise<void> {
  const order = (state.jobs.get(jobId)?.taskOrder ?? []).filter((id) => id !== taskId)
  order.splice(place, 0, taskId)
  await told(client.jobs.setTaskOrder({ jobId, taskOrder: order }))
}
