import { Fragment, useEffect, useState, type ReactNode } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { EditorPanel } from '../panels/editor/EditorPanel.tsx'
import { JobsPanel } from '../panels/jobs/JobsPanel.tsx'
import { LogsPanel } from '../panels/logs/LogsPanel.tsx'
import { RunsPanel } from '../panels/runs/RunsPanel.tsx'
import { TasksPanel } from '../panels/tasks/TasksPanel.tsx'
import { usePrefs, type LayoutName, type PanelName } from '../state/prefs.ts'
import { FoldingPanel } from './FoldingPanel.tsx'
import css from './Layout.module.css'

type Part = 'jobs' | 'tasks' | 'editor' | 'runs' | 'logs' | 'side' | 'top'

const panels: Record<Part, { readonly least: number; readonly content?: ReactNode }> = {
  jobs: { least: 180, content: <JobsPanel /> },
  tasks: { least: 220, content: <TasksPanel /> },
  editor: { least: 320, content: <EditorPanel /> },
  runs: { least: 240, content: <RunsPanel /> },
  logs: { least: 320, content: <LogsPanel /> },
  side: { least: 320 },
  top: { least: 160 },
}

const leastHeight = 120
const isPanel = (part: Part): part is PanelName => part !== 'side' && part !== 'top'

type Shares = readonly (readonly [Part, number])[]

const columns: Shares = [
  ['jobs', 15],
  ['tasks', 18],
  ['editor', 25],
  ['runs', 17],
  ['logs', 25],
]
const stacked: Shares = [
  ['jobs', 17],
  ['tasks', 21],
  ['editor', 30],
  ['side', 32],
]
const upper: Shares = [
  ['jobs', 20],
  ['tasks', 23],
  ['editor', 33],
  ['runs', 24],
]

/** Below this width five columns are too narrow to read. */
const columnsFrom = 1_600

export function Layout() {
  const width = useWindowWidth()
  const asked = usePrefs((prefs) => prefs.layout)
  const name: LayoutName = asked ?? (width >= columnsFrom ? 'columns' : 'stacked')
  if (name === 'columns') return <Split id="columns" shares={columns} />
  if (name === 'log')
    return (
      <Split
        id="log"
        vertical
        shares={[
          ['top', 60],
          ['logs', 40],
        ]}
        inner={{ top: <Split id="log-top" shares={upper} /> }}
      />
    )
  return (
    <Split
      id="stacked"
      shares={stacked}
      inner={{
        side: (
          <Split
            id="stacked-side"
            vertical
            shares={[
              ['runs', 40],
              ['logs', 60],
            ]}
          />
        ),
      }}
    />
  )
}

interface SplitProps {
  readonly id: string
  readonly shares: Shares
  readonly vertical?: boolean
  readonly inner?: Partial<Record<Part, ReactNode>>
}

/** Panels side by side, or one over the other, as somebody left them. */
function Split({ id, shares, vertical, inner }: SplitProps) {
  const kept = usePrefs((prefs) => prefs.shares[id])
  const keep = (layout: Readonly<Record<string, number>>): void => {
    const { shares: all, set } = usePrefs.getState()
    set({ shares: { ...all, [id]: layout } })
  }
  const usual = Object.fromEntries(shares)
  return (
    <Group
      key={`${id}${kept ? '' : '-usual'}`}
      id={id}
      className={css.group}
      orientation={vertical ? 'vertical' : 'horizontal'}
      defaultLayout={kept ?? usual}
      onLayoutChanged={keep}
    >
      {shares.map(([part], index) => (
        <Fragment key={part}>
          {index > 0 && <Separator className={vertical ? css.across : css.between} aria-label={`Edge of ${part}`} />}
          {isPanel(part) ? (
            <FoldingPanel part={part} least={vertical ? leastHeight : panels[part].least}>
              {panels[part].content}
            </FoldingPanel>
          ) : (
            <Panel id={part} minSize={vertical ? leastHeight : panels[part].least}>
              {inner?.[part]}
            </Panel>
          )}
        </Fragment>
      ))}
    </Group>
  )
}

function useWindowWidth(): number {
  const [width, setWidth] = useState(window.innerWidth)
  useEffect(() => {
    const onResize = (): void => setWidth(window.innerWidth)
    window.addEventListener('resize', onResize)
    return () => window.removeEventListener('resize', onResize)
  }, [])
  return width
}
