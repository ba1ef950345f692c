import type { ReactNode } from 'react'
import { Folders, History, ListTodo, ScrollText, SlidersHorizontal, type LucideIcon } from 'lucide-react'
import { usePrefs, type PanelName } from '../state/prefs.ts'
import { ActionButton } from './ActionButton.tsx'
import { Caught } from './Caught.tsx'
import { Sign } from './Empty.tsx'
import { Tip } from './Tip.tsx'
import css from './PanelFrame.module.css'

interface PanelFrameProps {
  readonly panel: PanelName
  readonly title: string
  /** Beside the title: how much there is. */
  readonly count?: string | undefined
  readonly tools?: ReactNode
  readonly children: ReactNode
}

const signs = { jobs: Folders, tasks: ListTodo, editor: SlidersHorizontal, runs: History, logs: ScrollText } as const satisfies Record<
  PanelName,
  LucideIcon
>

export function PanelFrame({ panel, title, count, tools, children }: PanelFrameProps) {
  const folded = usePrefs((prefs) => prefs.collapsed.includes(panel))
  if (folded) return <FoldedPanel panel={panel} title={title} count={count} />
  return (
    <section className={css.panel} aria-label={title}>
      <header className={css.head}>
        <h2 className={css.title}>{title}</h2>
        {count !== undefined && (
          <span className={css.count} title={count}>
            {count}
          </span>
        )}
        <div className={css.tools} role="toolbar" aria-label={title}>
          {tools}
          <ActionButton id={`view.fold.${panel}`} />
        </div>
      </header>
      <Sign icon={signs[panel]}>
        <Caught what={`The panel ${title}`}>{children}</Caught>
      </Sign>
    </section>
  )
}

/** A panel that was folded to make room for the others: its name and how much there is, and a press unfolds it. */
const FoldedPanel = ({ panel, title, count }: Pick<PanelFrameProps, 'panel' | 'title' | 'count'>) => (
  <section className={css.strip} aria-label={title}>
    <Tip text={`Unfold ${title}`}>
      <button type="button" className={css.unfold} aria-label={`Unfold ${title}`} onClick={() => usePrefs.getState().fold(panel, 'open')}>
        <strong>{title}</strong>
        {count !== undefined && <span className={css.count}>{count}</span>}
      </button>
    </Tip>
  </section>
)
