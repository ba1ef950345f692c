import { useStore } from '../../state/store.ts'
import { useClient } from '../../state/client.ts'
import { actionAt, perform } from '../../actions/table.ts'
import { Button } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { PanelFrame } from '../../ui/PanelFrame.tsx'
import { TaskForm } from './TaskForm.tsx'

export function EditorPanel() {
  const client = useClient()
  const task = useStore((state) => (state.selection.taskId ? state.tasks.get(state.selection.taskId) : undefined))
  if (task)
    return (
      <PanelFrame panel="editor" title="Task editor" count={task.name}>
        <TaskForm key={task.id} task={task} />
      </PanelFrame>
    )
  return (
    <PanelFrame panel="editor" title="Task editor">
      <Empty text="Select a task to say what it runs, where, and with which limits.">
        <Button onClick={() => perform(client, actionAt('tasks.new'))}>New task</Button>
      </Empty>
    </PanelFrame>
  )
}
