import { useEffect, useRef, type KeyboardEvent } from 'react'
import { RunStatus } from '../../../shared/model/run.ts'
import { actionAt, perform } from '../../actions/table.ts'
import { useClient } from '../../state/client.ts'
import { selectRun } from '../../state/selection.ts'
import { useStore } from '../../state/store.ts'
import { useRunRows, type Rows } from '../../state/views.ts'
import type { Run } from '../../../shared/model/run.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ActionMenu } from '../../ui/ActionMenu.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { PanelFrame } from '../../ui/PanelFrame.tsx'
import { VirtualList } from '../../ui/VirtualList.tsx'
import { runLooks } from '../../ui/states.ts'
import { RunRow } from './RunRow.tsx'
import { Spark } from './Spark.tsx'
import css from './RunsPanel.module.css'

const menu = ['runs.stop', 'runs.pause', 'runs.resume', '-', 'runs.restart', 'runs.nextFailed', 'runs.previousFailed', '-', 'runs.pin', 'runs.unpin', 'runs.delete']

export function RunsPanel() {
  const client = useClient()
  const { jobKey, taskId, runId } = useStore((state) => state.selection)
  const status = useStore((state) => state.runStatus)
  const rows = useRunRows({ jobKey, taskId, status })
  useNewest(rows, runId, taskId ?? jobKey)
  const selected = placeOf(rows, runId)
  const onKey = (event: KeyboardEvent): boolean => {
    const id = { Delete: 'runs.delete', Enter: 'runs.restart', ' ': 'runs.stop' }[event.key]
    if (id === undefined || event.ctrlKey || event.metaKey) return false
    event.preventDefault()
    perform(client, actionAt(id))
    return true
  }
  return (
    <PanelFrame title="Runs" count={rows.count > 0 ? rows.count.toLocaleString('en') : undefined}
      tools={<><StatusFilter /><ActionButton id="runs.stop" /><ActionButton id="runs.pause" /><ActionButton id="runs.resume" /><ActionButton id="runs.restart" /></>}>
      {taskId && rows.count > 1 && <Spark rows={rows} onChoose={(index) => { const run = rows.at(index); if (run) selectRun(run.id) }} />}
      {rows.count < 0 && <Skeleton />}
      {rows.count === 0 && <Empty text={status ? `No run here is “${runLooks[status].word.toLowerCase()}”.` : 'Each time a task runs, it leaves a row here: why it started, how long it took, why it ended.'} />}
      {rows.count > 0 && (
        <ActionMenu ids={menu}>
          <div className={css.list}>
            <VirtualList label="Runs" count={rows.count} selected={selected} keyOf={(index) => rows.at(index)?.id ?? String(index)} onShow={rows.show} onKey={onKey}
              onSelect={(index) => { const run = rows.at(index); if (run) selectRun(run.id) }} row={(index) => <RunRow run={rows.at(index)} named={taskId === null} />} />
          </div>
        </ActionMenu>
      )}
    </PanelFrame>
  )
}

function StatusFilter() {
  const status = useStore((state) => state.runStatus)
  return (
    <select className={css.filter} aria-label="Show runs" value={status ?? ''} onChange={(event) => useStore.setState({ runStatus: RunStatus.safeParse(event.target.value).data ?? null })}>
      <option value="">All</option>
      {RunStatus.options.map((one) => <option key={one} value={one}>{runLooks[one].word}</option>)}
    </select>
  )
}

/** How far down a selected run is looked for. */
const searched = 2_000

function placeOf(rows: Rows<Run>, runId: string | null): number {
  if (runId === null) return -1
  for (let index = 0; index < Math.min(rows.count, searched); index++) if (rows.at(index)?.id === runId) return index
  return -1
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
