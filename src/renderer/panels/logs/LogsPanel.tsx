import { useState } from 'react'
import { ArrowDownToLine, Clock, Copy, Download, Search, WrapText } from 'lucide-react'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { useClient } from '../../state/client.ts'
import { usePrefs } from '../../state/prefs.ts'
import { useStore } from '../../state/store.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { PanelFrame } from '../../ui/PanelFrame.tsx'
import { counted } from '../../ui/format.ts'
import { copyLog, saveLog } from './carry.ts'
import { LogLines } from './LogLines.tsx'
import { RunHead } from './RunHead.tsx'
import { SearchBar } from './SearchBar.tsx'
import { useLog } from './useLog.ts'
import { useSearch } from './useSearch.ts'
import css from './LogsPanel.module.css'

export function LogsPanel() {
  const run = useStore((state) => state.selection.runId ? state.runs.get(state.selection.runId) : undefined)
  if (!run) return <PanelFrame title="Logs"><Empty text="Select a run to read what it printed, line by line, while it happens." /></PanelFrame>
  return <RunLog key={run.id} run={run} />
}

function RunLog({ run }: { readonly run: Run }) {
  const client = useClient()
  const log = useLog(run.id, hasEnded(run.status))
  const search = useSearch(run.id, log.total)
  const [following, setFollowing] = useState(true)
  const { showTimes, wrapLines, set } = usePrefs()
  return (
    <PanelFrame title="Logs" count={log.total > 0 ? counted(log.total, 'line') : undefined} tools={<>
      <IconButton icon={ArrowDownToLine} label={following ? 'Following the end' : 'Follow the end'} pressed={following} onClick={() => setFollowing(true)} />
      <IconButton icon={Search} label="Search the log" hint="Ctrl+F" pressed={search.open} onClick={search.toggle} />
      <IconButton icon={Clock} label="Show times" pressed={showTimes} onClick={() => set({ showTimes: !showTimes })} />
      <IconButton icon={WrapText} label="Wrap long lines" pressed={wrapLines} onClick={() => set({ wrapLines: !wrapLines })} />
      <IconButton icon={Copy} label="Copy the log" onClick={() => void copyLog(client, run)} />
      <IconButton icon={Download} label="Save the log as a file" onClick={() => void saveLog(client, run)} />
    </>}>
      <RunHead run={run} />
      {search.open && <SearchBar search={search} />}
      <div className={css.body} onKeyDown={(event) => { if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f') { event.preventDefault(); search.show() } }}>
        {log.total === 0 && <Empty text={emptyText(run)} />}
        {log.total > 0 && <LogLines log={log} following={following} setFollowing={setFollowing} search={search} />}
      </div>
    </PanelFrame>
  )
}

function emptyText(run: Run): string {
  if (run.status === 'queued') return `Waiting: ${run.waitsFor ?? 'its turn'}.`
  return hasEnded(run.status) ? 'This run has printed nothing.' : 'Nothing printed yet.'
}
