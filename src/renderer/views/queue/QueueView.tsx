import { useEffect, useState } from 'react'
import type { QueueEntry } from '../../../shared/contract/queue.ts'
import { useClient } from '../../state/client.ts'
import { closeView } from '../../state/open-view.ts'
import { selectJob } from '../../state/selection.ts'
import { useStore } from '../../state/store.ts'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import css from './Queue.module.css'

interface Page {
  /** The places before the last change. */
  readonly before: ReadonlyMap<string, number>
  readonly entries: readonly QueueEntry[]; readonly total: number; readonly goalsWaiting: number; readonly cap: number
}

const shown = 200

/** What waits, in the order in which it is served, and for what. */
export function QueueView() {
  const client = useClient()
  const runs = useStore((state) => state.runs)
  const [page, setPage] = useState<Page | null>(null)
  // Every change of a run may move the queue.
  useEffect(() => {
    void client.queue.list({ limit: shown }).then((answer) => { if (answer.ok) setPage((old) => ({ ...answer.value, before: placesOf(old) })) }).catch(() => {})
  }, [client, runs])
  if (!page) return <Skeleton />
  return (
    <>
      <p className={css.sum}>{`${page.total.toLocaleString('en')} waiting, ${page.goalsWaiting} of at most ${page.cap} goal jobs. Goal jobs and other runs are served in turn.`}</p>
      {page.total === 0 ? <Empty text="Nothing waits. What is started goes to work at once." /> : <Entries page={page} />}
    </>
  )
}

const placesOf = (page: Page | null): ReadonlyMap<string, number> => new Map(page?.entries.map((entry) => [entry.runId, entry.position]))

function Entries({ page }: { readonly page: Page }) {
  return (
    <>
      <table className={css.queue} aria-label="Queue">
        <thead><tr><th scope="col">Place</th><th scope="col">What</th><th scope="col">Waits for</th><th scope="col">About</th></tr></thead>
        <tbody>{page.entries.map((entry) => <Entry key={entry.runId} entry={entry} was={page.before.get(entry.runId)} />)}</tbody>
      </table>
      {page.total > page.entries.length && <p className={css.none}>and {(page.total - page.entries.length).toLocaleString('en')} more</p>}
    </>
  )
}

function Entry({ entry, was }: { readonly entry: QueueEntry; readonly was: number | undefined }) {
  const open = (): void => {
    if (entry.jobId) selectJob(entry.jobId)
    closeView()
  }
  return (
    <tr>
      <td>#{entry.position}{was !== undefined && was !== entry.position && <small> (was #{was})</small>}{entry.boost ? <small title={`Its tier jumps ${entry.boost} places`}> ↑{entry.boost}</small> : null}</td>
      <td><button type="button" disabled={!entry.jobId} title={entry.name} onClick={open}>{entry.name}</button><small>{entry.lane === 'goals' ? `goal · ${entry.taskName}` : entry.taskName}</small></td>
      <td>{entry.waitsFor}</td>
      <td>{entry.estimatedWait?.message ?? ''}</td>
    </tr>
  )
}
