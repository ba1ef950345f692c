import { useEffect, useRef, type KeyboardEvent } from 'react'
import { actionAt, perform } from '../../actions/table.ts'
import { useClient } from '../../state/client.ts'
import { selectRun } from '../../state/selection.ts'
import { useStore } from '../../state/store.ts'
import { useRunRows, type Rows } from '../../state/views.ts'
import type { Run } from '../../../shared/model/run.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ActionMenu } from '../../ui/ActionMenu.tsx'
import { Button } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { BulkBar } from '../../ui/BulkBar.tsx'
import { PanelFrame } from '../../ui/PanelFrame.tsx'
import { VirtualList } from '../../ui/list/VirtualList.tsx'
import { useListOf } from '../../ui/list/useListOf.ts'
import { RunFilter, showAllRuns, useRunFilter } from './RunFilter.tsx'
import { RunRow } from './RunRow.tsx'
import { Spark } from './Spark.tsx'
import css from './RunsPanel.module.css'

const bulk = ['runs.stop', 'runs.pause', 'runs.resume', 'runs.restart', 'runs.pin', 'runs.delete']
const menu = [
  'runs.stop',
  'runs.pause',
  'runs.resume',
  '-',
  'runs.restart',
  'runs.compare',
  'runs.openLog',
  '-',
  'runs.nextFailed',
  'runs.previousFailed',
  '-',
  'runs.pin',
  'runs.unpin',
  'runs.delete',
]

export function RunsPanel() {
  const client = useClient()
  const { jobKey, taskId, runId } = useStore((state) => state.selection)
  const { status, span, since } = useRunFilter()
  const rows = useRunRows({ jobKey, taskId, status, since })
  useNewest(rows, runId, taskId ?? jobKey)
  const list = useListOf('runs', rows, runId, selectRun)
  const onKey = (event: KeyboardEvent): boolean => {
    const id = { Delete: 'runs.delete', Enter: 'runs.restart' }[event.key]
    if (id === undefined || event.ctrlKey || event.metaKey) return false
    event.preventDefault()
    perform(client, actionAt(id))
    return true
  }
  return (
    <PanelFrame
      panel="runs"
      title="Runs"
      count={rows.count > 0 ? rows.count.toLocaleString('en') : undefined}
      tools={
        <>
          <ActionButton id="runs.previousFailed" />
          <ActionButton id="runs.nextFailed" />
          <ActionButton id="runs.stop" />
          <ActionButton id="runs.restart" />
        </>
      }
    >
      <RunFilter status={status} span={span} />
      {taskId && rows.count > 1 && <Spark rows={rows} onChoose={list.onSelect} />}
      {rows.count < 0 && <Skeleton />}
      {rows.count === 0 && (
        <Empty
          text={
            status || span
              ? 'No run here fits the filter.'
              : 'Each time a task runs, it leaves a row here: why it started, how long it took, why it ended.'
          }
        >
          {status || span ? <Button onClick={showAllRuns}>Show all</Button> : <RunIt id={taskId ? 'tasks.run' : 'jobs.run'} />}
        </Empty>
      )}
      {rows.count > 0 && (
        <ActionMenu ids={menu}>
          <div className={css.list}>
            <VirtualList label="Runs" {...list} onKey={onKey} row={(index) => <RunRow run={rows.at(index)} named={taskId === null} />} />
          </div>
        </ActionMenu>
      )}
      <BulkBar list="runs" ids={bulk} />
    </PanelFrame>
  )
}

/** What makes the first run, where something is selected that can run. */
function RunIt({ id }: { readonly id: string }) {
  const client = useClient()
  const action = actionAt(id)
  const unavailable = useStore((state) => action.unavailable({ client, state }))
  return unavailable === undefined && <Button onClick={() => perform(client, action)}>{action.title}</Button>
}

/**
 * Whoever looks at the newest run goes on looking at the newest one. Somebody who chose an older run stays there: the
 * selection never moves by itself otherwise.
 */
function useNewest(rows: Rows<Run>, runId: string | null, owner: string): void {
  const newest = rows.at(0)?.id
  const seen = useRef<{ owner: string; newest: string | undefined }>({ owner, newest: undefined })
  useEffect(() => {
    const before = seen.current
    seen.current = { owner, newest }
    if (newest === undefined || runId === newest) return
    const followed = before.owner === owner && before.newest !== undefined && runId === before.newest
    if (runId === null || followed) selectRun(newest)
  }, [newest, owner, runId])
}
