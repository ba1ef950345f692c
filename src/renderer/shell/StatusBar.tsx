import { Bell } from 'lucide-react'
import { openView } from '../state/open-view.ts'
import { useStore, type State } from '../state/store.ts'
import { counted, inTime } from '../ui/format.ts'
import { useNow } from '../ui/now.ts'
import css from './Strips.module.css'

const engineWords = {
  live: 'connected',
  starting: 'is being read…',
  away: 'not connected',
  refused: 'not connected',
  powerless: 'not connected',
} as const satisfies Record<State['connection'], string>

export function StatusBar() {
  const summary = useStore((state) => state.summary)
  const connection = useStore((state) => state.connection)
  const most = useStore((state) => state.settings['runs.max_parallel']?.value)
  const now = useNow()
  if (!summary) return <footer className={css.status} aria-label="Status" />
  const engine = engineWords[connection]
  return (
    <footer className={css.status} aria-label="Status">
      <button type="button" title="Show the queue" onClick={() => openView('queue')}>
        {counted(summary.waiting, 'run')} waiting
      </button>
      <span>
        {summary.active} of {String(most ?? '…')} running
      </span>
      {summary.nextFireAt !== null && (
        <button type="button" title="Show the schedule" onClick={() => openView('schedule')}>
          next fire {inTime(summary.nextFireAt, now)}
        </button>
      )}
      <button
        type="button"
        title="Show the agents"
        data-tone={summary.agent === 'online' ? undefined : 'bad'}
        onClick={() => openView('agents')}
      >
        agent {summary.agent === 'online' ? 'ready' : 'not connected'}
      </button>
      <span className={css.right} data-tone={connection === 'live' || connection === 'starting' ? undefined : 'bad'}>
        engine {engine}
      </span>
      <button
        type="button"
        className={css.bell}
        title="Show the inbox"
        aria-label={`Inbox: ${summary.unread} unread`}
        data-tone={summary.unread > 0 ? 'new' : undefined}
        onClick={() => openView('inbox')}
      >
        <Bell size={13} aria-hidden />
        {summary.unread > 0 && summary.unread.toLocaleString('en')}
      </button>
      {summary.port !== null && <span>port {summary.port}</span>}
      <span>{summary.version}</span>
    </footer>
  )
}
