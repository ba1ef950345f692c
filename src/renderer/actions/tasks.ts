import { AlarmClockCheck, Copy, FolderInput, MoveDown, MoveUp, Pencil, Play, Plus, Power, PowerOff, Trash2 } from 'lucide-react'
import type { Client } from '../../shared/contract/client.ts'
import type { JobId, TaskId } from '../../shared/model/ids.ts'
import type { Task } from '../../shared/model/task.ts'
import { selectTask } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { offerUndo } from '../state/undo.ts'
import { chosenTasks, sayChosen, whyNone, whyNotOne } from './chosen.ts'
import { defineAction, type ActionContext } from './define.ts'
import { duplicateTask } from './duplicate.ts'
import { reorder } from './move.ts'
import { told, toldEach } from './tell.ts'

const nothing = 'Select a task first'
const needsTasks = (context: ActionContext): string | undefined => whyNone(chosenTasks(context), nothing, () => undefined)
const isOff = ({ enabled }: Task): boolean => !enabled
const isOn = ({ enabled }: Task): boolean => enabled

export const taskActions = [
  defineAction({
    id: 'tasks.new',
    title: 'New task',
    scope: 'Tasks',
    shortcut: 'Mod+Alt+N',
    icon: Plus,
    async perform({ client, state }) {
      const job = state.jobs.get(state.selection.jobKey as JobId)
      const task = await told(client.tasks.create({ name: 'New task', command: 'echo "Hello"', jobId: job?.id ?? null }))
      if (!task) return
      useStore.setState((now) => ({ tasks: new Map(now.tasks).set(task.id, task) }))
      selectTask(task.id)
    },
  }),
  defineAction({
    id: 'tasks.run',
    title: 'Run task',
    short: 'Run',
    scope: 'Tasks',
    shortcut: 'Mod+Enter',
    icon: Play,
    unavailable: needsTasks,
    async perform(context) {
      const [task, ...others] = chosenTasks(context)
      const call = ({ id }: Task) => context.client.tasks.run({ taskId: id })
      if (others.length > 0) await toldEach(chosenTasks(context), call)
      const run = task && others.length === 0 ? await told(call(task)) : undefined
      if (run)
        useStore.setState((now) => ({
          selection: now.selection.taskId === run.taskId ? { ...now.selection, runId: run.id } : now.selection,
        }))
    },
  }),
  defineAction({
    id: 'tasks.toggle',
    title: 'Enable or disable task',
    scope: 'Tasks',
    icon: Power,
    unavailable: needsTasks,
    perform: (context) => switchTasks(context.client, chosenTasks(context), chosenTasks(context).some(isOff)),
  }),
  defineAction({
    id: 'tasks.enable',
    title: 'Enable task',
    short: 'Enable',
    scope: 'Tasks',
    icon: Power,
    unavailable: (context) => whyNone(chosenTasks(context), nothing, (task) => (isOff(task) ? undefined : 'It is enabled')),
    perform: (context) => switchTasks(context.client, chosenTasks(context), true),
  }),
  defineAction({
    id: 'tasks.disable',
    title: 'Disable task',
    short: 'Disable',
    scope: 'Tasks',
    icon: PowerOff,
    unavailable: (context) => whyNone(chosenTasks(context), nothing, (task) => (isOn(task) ? undefined : 'It is disabled')),
    perform: (context) => switchTasks(context.client, chosenTasks(context), false),
  }),
  defineAction({
    id: 'tasks.closeBreaker',
    title: 'Let the task start by itself again',
    short: 'Let start again',
    scope: 'Tasks',
    icon: AlarmClockCheck,
    unavailable: (context) =>
      whyNone(chosenTasks(context), nothing, (task) => (task.breaker ? undefined : 'Its failures in a row have not stopped it')),
    perform: (context) =>
      toldEach(
        chosenTasks(context).filter(({ breaker }) => breaker),
        ({ id }) => context.client.tasks.closeBreaker({ taskId: id }),
      ),
  }),
  defineAction({
    id: 'tasks.rename',
    title: 'Rename task',
    scope: 'Tasks',
    icon: Pencil,
    unavailable: (context) => whyNotOne(chosenTasks(context), nothing),
    perform: (context) => useStore.setState({ renaming: chosenTasks(context)[0]?.id ?? null }),
  }),
  defineAction({
    id: 'tasks.duplicate',
    title: 'Duplicate task',
    short: 'Duplicate',
    scope: 'Tasks',
    shortcut: 'Mod+D',
    icon: Copy,
    unavailable: needsTasks,
    async perform(context) {
      for (const task of chosenTasks(context)) await duplicateTask(context.client, task)
    },
  }),
  defineAction({
    id: 'tasks.move',
    title: 'Move task to a job…',
    short: 'Move…',
    scope: 'Tasks',
    icon: FolderInput,
    unavailable: needsTasks,
    perform: (context) => useStore.setState({ dialog: { kind: 'move', what: 'task', taskIds: chosenTasks(context).map(({ id }) => id) } }),
  }),
  defineAction({
    id: 'tasks.up',
    title: 'Move task up',
    scope: 'Tasks',
    shortcut: 'Alt+ArrowUp',
    icon: MoveUp,
    unavailable: (context) => needsTasks(context) ?? (placesOf(context)[0] ? undefined : 'It is the first of its job, or in none'),
    perform: (context) => shift(context, -1),
  }),
  defineAction({
    id: 'tasks.down',
    title: 'Move task down',
    scope: 'Tasks',
    shortcut: 'Alt+ArrowDown',
    icon: MoveDown,
    unavailable: (context) => needsTasks(context) ?? (isLast(context) ? 'It is the last of its job, or in none' : undefined),
    perform: (context) => shift(context, 1),
  }),
  defineAction({
    id: 'tasks.delete',
    title: 'Delete task…',
    short: 'Delete…',
    scope: 'Tasks',
    icon: Trash2,
    dangerous: true,
    unavailable: needsTasks,
    perform: (context) =>
      useStore.setState({ dialog: { kind: 'delete', what: 'task', taskIds: chosenTasks(context).map(({ id }) => id) } }),
  }),
]

async function switchTasks(client: Client, tasks: readonly Task[], on: boolean): Promise<void> {
  const turn = (task: Task, to: boolean) => (to ? client.tasks.enable({ taskId: task.id }) : client.tasks.disable({ taskId: task.id }))
  const turned = await toldEach(
    tasks.filter(({ enabled }) => enabled !== on),
    (task) => turn(task, on),
  )
  if (turned.length > 0)
    offerUndo(`${on ? 'Enabled' : 'Disabled'} ${sayChosen('tasks', turned)}.`, () => toldEach(turned, (task) => turn(task, !on)))
}

const orderOf = (context: ActionContext): readonly TaskId[] => {
  const jobId = chosenTasks(context)[0]?.jobId
  return (jobId ? context.state.jobs.get(jobId)?.taskOrder : undefined) ?? []
}
/** Where the chosen ones stand in the order of their job, from the first on. */
const placesOf = (context: ActionContext): readonly number[] =>
  chosenTasks(context)
    .map(({ id }) => orderOf(context).indexOf(id))
    .filter((place) => place >= 0)
    .sort((one, other) => one - other)
const isLast = (context: ActionContext): boolean =>
  placesOf(context).length === 0 || placesOf(context).at(-1) === orderOf(context).length - 1

async function shift(context: ActionContext, by: 1 | -1): Promise<void> {
  const tasks = chosenTasks(context)
  const jobId = tasks[0]?.jobId
  const [first] = placesOf(context)
  if (jobId && first !== undefined)
    await reorder(
      context.client,
      jobId,
      tasks.map(({ id }) => id),
      first + by,
    )
}

/** What can be done with a task wherever it stands: ids for a menu. */
export const taskMenu = [
  'tasks.run',
  'tasks.enable',
  'tasks.disable',
  'tasks.closeBreaker',
  '-',
  'tasks.rename',
  'tasks.duplicate',
  'tasks.move',
  'tasks.up',
  'tasks.down',
  '-',
  'tasks.delete',
]
