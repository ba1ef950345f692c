import { useMemo, useState, type KeyboardEvent } from 'react'
import { contextNow, actionAt, perform } from '../../actions/table.ts'
import { taskMenu } from '../../actions/tasks.ts'
import { useClient } from '../../state/client.ts'
import { markOnly } from '../../state/marks.ts'
import { usePrefs } from '../../state/prefs.ts'
import { selectJob, selectTask } from '../../state/selection.ts'
import { outlineOf } from '../../state/outline.ts'
import { useStore, type Selection } from '../../state/store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ActionMenu } from '../../ui/ActionMenu.tsx'
import { Button } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { Input } from '../../ui/Field.tsx'
import { BulkBar } from '../../ui/BulkBar.tsx'
import { PanelFrame } from '../../ui/PanelFrame.tsx'
import { VirtualList } from '../../ui/list/VirtualList.tsx'
import { JobRow, TaskLine, SpecialRow } from './JobRow.tsx'
import { ConfirmBanners } from './ConfirmBanners.tsx'
import { treeDrag, markOf } from './drag.ts'
import { fold, treeKey } from './folding.ts'
import { branchOf, treeOf, type Node } from './tree.ts'
import css from './JobsPanel.module.css'

const jobMenu = [
  'jobs.run',
  'jobs.stop',
  'jobs.retry',
  'jobs.confirm',
  'jobs.cancel',
  '-',
  'jobs.allocate',
  'jobs.release',
  '-',
  'tasks.new',
  'jobs.newChild',
  '-',
  'jobs.rename',
  'jobs.edit',
  'jobs.duplicate',
  'jobs.move',
  'jobs.up',
  'jobs.down',
  'jobs.export',
  '-',
  'jobs.delete',
]
const bulk = ['jobs.run', 'jobs.retry', 'jobs.stop', 'jobs.cancel', 'jobs.move', 'jobs.delete']
const otherMenu = ['jobs.new', 'jobs.submit', 'jobs.newGoal', 'tasks.new']

/** From how many jobs on a filter is worth its place, where none has a label. */
const filterFrom = 8

export function JobsPanel() {
  const jobs = useStore(outlineOf)
  const connection = useStore((state) => state.connection)
  const [filter, setFilter] = useState('')
  const isFiltered = useMemo(() => jobs.size >= filterFrom || [...jobs.values()].some(({ labels }) => labels.length > 0), [jobs])
  return (
    <PanelFrame
      panel="jobs"
      title="Jobs"
      count={jobs.size > 0 && connection !== 'starting' ? jobs.size.toLocaleString('en') : undefined}
      tools={
        <>
          <ActionButton id="jobs.run" />
          <ActionButton id="jobs.stop" />
          <ActionButton id="jobs.new" />
        </>
      }
    >
      {isFiltered && (
        <div className={css.filter}>
          <Input
            type="search"
            aria-label="Filter jobs"
            placeholder="Filter by name or #label"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
          />
        </div>
      )}
      <ConfirmBanners />
      {connection === 'starting' && jobs.size === 0 ? <Skeleton /> : <JobTree filter={filter} />}
      {connection === 'live' && jobs.size === 0 && <FirstJob />}
      <BulkBar list="jobs" ids={bulk} />
    </PanelFrame>
  )
}

function FirstJob() {
  const client = useClient()
  return (
    <Empty text="A job holds tasks that belong together: run them in order, watch them, stop them.">
      <Button tone="primary" onClick={() => perform(client, actionAt('jobs.new'))}>
        New job
      </Button>
    </Empty>
  )
}

function JobTree({ filter }: { readonly filter: string }) {
  const client = useClient()
  const jobs = useStore(outlineOf)
  const selection = useStore((state) => state.selection)
  const unfolded = usePrefs((prefs) => prefs.unfolded)
  const nodes = useMemo(() => treeOf(jobs, { unfolded: new Set(unfolded), filter }), [jobs, unfolded, filter])
  const selected = useMemo(() => placeIn(nodes, selection), [nodes, selection])
  const node = nodes[selected]
  const onKey = (event: KeyboardEvent): boolean => {
    const done = node !== undefined && treeKey(event, node, nodes, selected)
    if (done) event.preventDefault()
    if (event.key === 'Delete' && node) {
      const action = actionAt(node.kind === 'task' ? 'tasks.delete' : 'jobs.delete')
      if (action.unavailable(contextNow(client)) === undefined) perform(client, action)
      return true
    }
    if (event.key === 'F2' && node) {
      perform(client, actionAt(node.kind === 'task' ? 'tasks.rename' : 'jobs.rename'))
      return true
    }
    return done
  }
  return (
    <ActionMenu ids={node?.kind === 'job' ? jobMenu : node?.kind === 'task' ? taskMenu : otherMenu}>
      <div className={css.list}>
        <VirtualList
          label="Jobs and tasks"
          role="tree"
          count={nodes.length}
          selected={selected}
          keyOf={(index) => nodes[index]?.key ?? String(index)}
          onSelect={(index) => choose(nodes[index])}
          onKey={onKey}
          markOf={(index) => markOf(nodes[index])}
          markAll={() => markOnly([...jobs.keys()].map((id) => ({ list: 'jobs', id })))}
          drag={treeDrag(client, nodes)}
          branchOf={(index) => branchOf(nodes[index])}
          row={(index) => <Line node={nodes[index]} />}
        />
      </div>
    </ActionMenu>
  )
}

/** Where the selected task stands, or else its job. */
function placeIn(nodes: readonly Node[], { jobKey, taskId }: Selection): number {
  const task = taskId === null ? -1 : nodes.findIndex((node) => node.kind === 'task' && node.taskId === taskId && node.jobId === jobKey)
  return task >= 0 ? task : nodes.findIndex(({ key }) => key === jobKey)
}

function choose(node: Node | undefined): void {
  if (!node) return
  if (node.kind === 'task') selectTask(node.taskId, node.jobId)
  else selectJob(node.kind === 'job' ? node.jobId : node.kind)
}

function Line({ node }: { readonly node: Node | undefined }) {
  if (!node) return null
  switch (node.kind) {
    case 'job':
      return <JobRow node={node} onFold={() => fold(node.jobId, !node.unfolded)} />
    case 'task':
      return <TaskLine node={node} />
    case 'all':
    case 'unassigned':
      return <SpecialRow kind={node.kind} />
  }
}
