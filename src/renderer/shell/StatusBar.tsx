import { useStore } from '../state/store.ts'
import { counted, inTime } from '../ui/format.ts'
import { useNow } from '../ui/now.ts'
import css from './Strips.module.css'

export function StatusBar() {
  const summary = useStore((state) => state.summary)
  const connection = useStore((state) => state.connection)
  const most = useStore((state) => state.settings['runs.max_parallel']?.value)
  const now = useNow()
  if (!summary) return <footer className={css.status} aria-label="Status" />
  const engine = connection === 'live' ? 'connected' : 'not connected'
  return (
    <footer className={css.status} aria-label="Status">
      <span>{counted(summary.waiting, 'run')} waiting</span>
      <span>{summary.active} of {String(most ?? '…')} running</span>
      {summary.nextFireAt !== null && <span>next fire {inTime(summary.nextFireAt, now)}</span>}
      <span data-tone={summary.agent === 'online' ? undefined : 'bad'}>agent {summary.agent === 'online' ? 'ready' : 'not connected'}</span>
      <span className={css.right} data-tone={connection === 'live' ? undefined : 'bad'}>engine {engine}</span>
      {summary.port !== null && <span>port {summary.port}</span>}
      <span>{summary.version}</span>
    </footer>
  )
}
