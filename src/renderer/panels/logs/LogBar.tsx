import type { KeyboardEvent } from 'react'
import { ArrowDownToLine } from 'lucide-react'
import type { LogStream } from '../../../shared/model/log.ts'
import css from './LogsPanel.module.css'

/** What of the log is shown; without streams, all of it. */
export interface LogView {
  readonly tab: 'transcript' | 'output' | 'errors' | 'changes'
  readonly title: string
  readonly streams: readonly LogStream[] | undefined
}

/** A coding agent’s conversation, made out of its output. */
export const transcriptView: LogView = { tab: 'transcript', title: 'Transcript', streams: undefined }

/** What the run changed in its repository, rather than what it printed. */
export const changesView: LogView = { tab: 'changes', title: 'Changes', streams: undefined }

export const views = [
  { tab: 'output', title: 'All streams', streams: undefined },
  { tab: 'output', title: 'Standard output', streams: ['stdout'] },
  { tab: 'errors', title: 'Errors and notices', streams: ['stderr', 'system'] },
  { tab: 'errors', title: 'Standard error', streams: ['stderr'] },
  { tab: 'errors', title: 'Yardmaster’s notices', streams: ['system'] },
] as const satisfies readonly LogView[]

const tabs = [
  ['output', 'Output'],
  ['errors', 'Errors'],
] as const
const agentTabs = [
  ['transcript', 'Output'],
  ['output', 'Raw'],
  ['errors', 'Errors'],
] as const
const changesTab = ['changes', 'Changes'] as const

type Tab = readonly [tab: LogView['tab'], title: string]

const viewOf = (tab: LogView['tab'] | undefined): LogView | undefined =>
  tab === 'transcript' ? transcriptView : tab === 'changes' ? changesView : views.find((one) => one.tab === tab)

interface LogBarProps {
  readonly view: LogView
  readonly ofAgent: boolean
  /** Whether it worked in a folder that was named for it. */
  readonly inFolder: boolean
  readonly onView: (view: LogView) => void
  readonly following: boolean
  readonly onFollow: () => void
}

export function LogBar({ view, ofAgent, inFolder, onView, following, onFollow }: LogBarProps) {
  const offered: readonly LogView[] = views.filter(({ tab }) => tab === view.tab)
  const shown = [...(ofAgent ? agentTabs : tabs), ...(inFolder ? [changesTab] : [])]
  const choose = (found: LogView | undefined): void => {
    if (found) onView(found)
  }
  return (
    <div className={css.bar}>
      <div className={css.tabs} role="tablist" aria-label="Log" onKeyDown={(event) => choose(viewOf(tabBeside(event, shown, view.tab)))}>
        {shown.map(([tab, title]) => (
          <button
            key={tab}
            type="button"
            role="tab"
            className={css.tab}
            aria-selected={tab === view.tab}
            tabIndex={tab === view.tab ? 0 : -1}
            onClick={() => choose(viewOf(tab))}
          >
            {title}
          </button>
        ))}
      </div>
      {offered.length > 0 && (
        <select
          className={css.streams}
          aria-label="Streams"
          value={view.title}
          onChange={(event) => choose(offered.find(({ title }) => title === event.target.value))}
        >
          {offered.map(({ title }) => (
            <option key={title}>{title}</option>
          ))}
        </select>
      )}
      {view.tab !== 'changes' && <FollowState following={following} onFollow={onFollow} />}
    </div>
  )
}

/** Left and Right go from tab to tab, and the focus with them. */
function tabBeside(event: KeyboardEvent<HTMLElement>, shown: readonly Tab[], now: LogView['tab']): LogView['tab'] | undefined {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (step === undefined) return undefined
  event.preventDefault()
  const next = (shown.findIndex(([tab]) => tab === now) + step + shown.length) % shown.length
  event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  return shown[next]?.[0]
}

const FollowState = ({ following, onFollow }: Pick<LogBarProps, 'following' | 'onFollow'>) =>
  following ? (
    <span className={css.following} title="New lines come into sight. Scroll up to stay with a line.">
      <ArrowDownToLine size={13} aria-hidden />
      Following
    </span>
  ) : (
    <button type="button" className={css.follow} title="Go to the end and stay there (End)" onClick={onFollow}>
      <ArrowDownToLine size={13} aria-hidden />
      Follow
    </button>
  )
