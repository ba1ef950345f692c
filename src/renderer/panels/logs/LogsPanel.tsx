import { useEffect, useState, type KeyboardEvent } from 'react'
import { Clock, Copy, Download, Search, WrapText } from 'lucide-react'
import { fits, shortcutText } from '../../actions/keys.ts'
import { isCodingAgent } from '../../../shared/model/work.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { useClient } from '../../state/client.ts'
import { usePrefs } from '../../state/prefs.ts'
import { useStore } from '../../state/store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { IconButton } from '../../ui/Button.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { PanelFrame } from '../../ui/PanelFrame.tsx'
import { counted } from '../../ui/format.ts'
import { copyLog, saveLog } from './carry.ts'
import { ChangesView } from './ChangesView.tsx'
import { LogBar, transcriptView, views, type LogView } from './LogBar.tsx'
import { LogLines } from './LogLines.tsx'
import { RunHead } from './RunHead.tsx'
import { SearchBar } from './SearchBar.tsx'
import { TranscriptView } from './TranscriptView.tsx'
import { useLog } from './useLog.ts'
import { useSearch, type LogSearch } from './useSearch.ts'
import { mostOfStreams, useStreamLines } from './useStreamLines.ts'
import css from './LogsPanel.module.css'

export function LogsPanel() {
  const run = useStore((state) => (state.selection.runId ? state.runs.get(state.selection.runId) : undefined))
  if (!run)
    return (
      <PanelFrame panel="logs" title="Logs">
        <Empty text="Select a run to read what it printed, line by line, while it happens." />
      </PanelFrame>
    )
  return <RunLog key={run.id} run={run} />
}

function RunLog({ run }: { readonly run: Run }) {
  const ofAgent = isCodingAgent(run.config.workType)
  const [view, setView] = useState<LogView>(ofAgent ? transcriptView : views[0])
  const [following, setFollowing] = useState(true)
  const log = useLog(run.id)
  const filtered = useStreamLines(run.id, log, view.streams)
  const search = useSearch(run.id, log, filtered)
  const lines = filtered ?? log
  const change = (to: LogView): void => {
    setView(to)
    setFollowing(true)
  }
  useFindKey(search)
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && search.open) search.close()
  }
  return (
    <PanelFrame
      panel="logs"
      title="Logs"
      count={log.total > 0 ? counted(log.total, 'line') : undefined}
      tools={<LogTools run={run} search={search} />}
    >
      <RunHead run={run} />
      <LogBar
        view={view}
        ofAgent={ofAgent}
        inFolder={run.config.directory !== null}
        onView={change}
        following={following}
        onFollow={() => setFollowing(true)}
      />
      <div className={css.whole} onKeyDown={onKeyDown}>
        {search.open && <SearchBar search={search} />}
        <div className={css.body}>
          {view.tab === 'changes' ? (
            <ChangesView run={run} />
          ) : view.tab === 'transcript' && run.status !== 'queued' ? (
            <TranscriptView run={run} following={following} setFollowing={setFollowing} />
          ) : (
            <>
              {lines.total === 0 && <Empty text={emptyText(run, view)} />}
              {lines.total < 0 && (
                <div className={css.loading}>
                  <Skeleton />
                </div>
              )}
              {lines.total > 0 && (
                <LogLines key={view.title} lines={lines} following={following} setFollowing={setFollowing} search={search} />
              )}
            </>
          )}
        </div>
      </div>
      {filtered && filtered.total >= mostOfStreams && (
        <div className={css.most}>The first {counted(filtered.total, 'line')} of these. Search the whole log for later ones.</div>
      )}
    </PanelFrame>
  )
}

function LogTools({ run, search }: { readonly run: Run; readonly search: LogSearch }) {
  const client = useClient()
  const { showTimes, wrapLines, set } = usePrefs()
  return (
    <>
      <IconButton
        icon={Search}
        label="Search the log"
        hint={shortcutText('Mod+F')}
        pressed={search.open}
        onClick={search.open ? search.close : search.show}
      />
      <IconButton icon={Clock} label="Show times" pressed={showTimes} onClick={() => set({ showTimes: !showTimes })} />
      <IconButton icon={WrapText} label="Wrap long lines" pressed={wrapLines} onClick={() => set({ wrapLines: !wrapLines })} />
      <IconButton icon={Copy} label="Copy the log" onClick={() => void copyLog(client, run)} />
      <IconButton icon={Download} label="Save the log as a file" onClick={() => void saveLog(client, run)} />
      <ActionButton id="runs.openLog" />
    </>
  )
}

/** A page that draws only what is in sight has nothing for the browser's own search to find. */
function useFindKey({ show }: LogSearch): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (!fits(event, 'Mod+F') || event.defaultPrevented || useStore.getState().dialog) return
      event.preventDefault()
      show()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [show])
}

function emptyText(run: Run, view: LogView): string {
  if (run.status === 'queued') return `This run waits for ${run.waitsFor ?? 'its turn'}.`
  const what = view.tab === 'errors' ? 'no errors' : 'nothing'
  return hasEnded(run.status) ? `This run has printed ${what}.` : `${what === 'nothing' ? 'Nothing' : 'No errors'} printed yet.`
}
