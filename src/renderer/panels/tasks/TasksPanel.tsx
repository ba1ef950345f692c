import type { KeyboardEvent } from 'react'
import type { JobId } from '../../../shared/model/ids.ts'
import { actionAt, perform } from '../../actions/table.ts'
import { taskMenu } from '../../actions/tasks.ts'
import { useClient } from '../../state/client.ts'
import { selectTask } from '../../state/selection.ts'
import { useStore } from '../../state/store.ts'
import { useTaskRows } from '../../state/views.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ActionMenu } from '../../ui/ActionMenu.tsx'
import { Button } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { BulkBar } from '../../ui/BulkBar.tsx'
import { PanelFrame } from '../../ui/PanelFrame.tsx'
import { VirtualList } from '../../ui/list/VirtualList.tsx'
import { useListOf } from '../../ui/list/useListOf.ts'
import { taskDrag } from './drag.ts'
import { TaskRow } from './TaskRow.tsx'
import css from './TasksPanel.module.css'

const bulk = ['tasks.run', 'tasks.enable', 'tasks.disable', 'tasks.move', 'tasks.duplicate', 'tasks.delete']

export function TasksPanel() {
  const client = useClient()
  const jobKey = useStore((state) => state.selection.jobKey)
  const taskId = useStore((state) => state.selection.taskId)
  const name = useStore((state) => state.jobs.get(jobKey as JobId)?.name)
  const rows = useTaskRows(jobKey)
  const list = useListOf('tasks', rows, taskId, selectTask)
  const drag = taskDrag(client, jobKey, rows)
  const onKey = (event: KeyboardEvent): boolean => {
    const id = { Enter: 'tasks.run', Delete: 'tasks.delete', F2: 'tasks.rename' }[event.key]
    if (id === undefined || event.ctrlKey || event.metaKey) return false
    perform(client, actionAt(id))
    return true
  }
  const of = jobKey === 'all' ? undefined : jobKey === 'unassigned' ? 'unassigned' : name
  return (
    <PanelFrame
      panel="tasks"
      title="Tasks"
      count={rows.count < 0 ? undefined : `${rows.count.toLocaleString('en')}${of === undefined ? '' : ` · ${of}`}`}
      tools={
        <>
          <ActionButton id="tasks.run" />
          <ActionButton id="tasks.up" />
          <ActionButton id="tasks.down" />
          <ActionButton id="tasks.new" />
        </>
      }
    >
      {rows.count < 0 && <Skeleton />}
      {rows.count === 0 && (
        <Empty text="A task is one thing to run: a command, in a folder, when you say so. It belongs to a job, or to none.">
          <Button tone="primary" onClick={() => perform(client, actionAt('tasks.new'))}>
            New task
          </Button>
        </Empty>
      )}
      {rows.count > 0 && (
        <ActionMenu ids={taskMenu}>
          <div className={css.list}>
            <VirtualList label="Tasks" {...list} onKey={onKey} drag={drag} row={(index) => <TaskRow task={rows.at(index)} />} />
          </div>
        </ActionMenu>
      )}
      <BulkBar list="tasks" ids={bulk} />
    </PanelFrame>
  )
}
