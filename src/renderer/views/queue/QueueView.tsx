import { useEffect, useState } from 'react'
import type { QueueEntry } from '../../../shared/contract/queue.ts'
import type { Client } from '../../../shared/contract/client.ts'
import { showTask } from '../../actions/show-task.ts'
import { useClient } from '../../state/client.ts'
import { closeView } from '../../state/open-view.ts'
import { pageFrom, usePages, type AskPage } from '../../state/pages.ts'
import { selectJob } from '../../state/selection.ts'
import { useStore } from '../../state/store.ts'
import { useWatched } from '../../state/watched.ts'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { Cell, VirtualTable, type Column } from '../../ui/list/VirtualTable.tsx'
import { Named } from '../../ui/Named.tsx'
import css from './Queue.module.css'

/** An entry, and its place before the last change. */
interface Placed extends QueueEntry {
  readonly was: number | undefined
}

/** Each lane has places of its own. */
const laneWords: Readonly<Record<QueueEntry['lane'], string>> = { goals: 'goal job', runs: '', broker: 'at the broker' }

const columns: readonly Column[] = [
  { title: 'Place', width: '96px' },
  { title: 'What', width: 'minmax(140px, 2fr)' },
  { title: 'Waits for', width: 'minmax(160px, 3fr)' },
  { title: 'Expected', width: 'minmax(90px, 1fr)' },
]

/** What waits, in the order in which it is served, and for what. */
export function QueueView() {
  const [ask] = useState(createAsk)
  const entries = usePages(ask)
  const { value: sum } = useWatched(readSum)
  const { look } = entries
  const waiting = useStore((state) => state.summary?.waiting)
  // The places change with how many wait, and the rest every few seconds.
  useEffect(look, [look, waiting])
  if (entries.count < 0 || !sum) return <Skeleton />
  return (
    <>
      <p
        className={css.sum}
      >{`${entries.count.toLocaleString('en')} waiting; goal jobs: ${sum.goalsWaiting} of at most ${sum.cap}. Goal jobs and other runs are served in turn; agents take what is at the broker.`}</p>
      {entries.count === 0 ? (
        <Empty text="Nothing waits. What is started goes to work at once." />
      ) : (
        <VirtualTable
          label="Queue"
          columns={columns}
          count={entries.count}
          keyOf={(index) => entries.at(index)?.runId ?? String(index)}
          onShow={entries.show}
          row={(index) => {
            const entry = entries.at(index)
            return entry && <EntryRow entry={entry} />
          }}
        />
      )}
    </>
  )
}

async function readSum(client: Client): Promise<{ readonly goalsWaiting: number; readonly cap: number } | undefined> {
  const answer = await client.queue.list({ limit: 1 })
  return answer.ok ? answer.value : undefined
}

/** Asks for entries, and remembers where each stood when it was asked for before. */
function createAsk(): AskPage<Placed> {
  const places = new Map<string, { readonly now: number; readonly was: number | undefined }>()
  const placed = (entry: QueueEntry): Placed => {
    const before = places.get(entry.runId)
    const was = before === undefined || before.now === entry.position ? before?.was : before.now
    places.set(entry.runId, { now: entry.position, was })
    return { ...entry, was }
  }
  return (client, page) => pageFrom(client.queue.list(page), ({ entries }) => entries.map(placed))
}

function EntryRow({
  entry: { jobId, taskId, name, taskName, lane, position, was, boost, waitsFor, estimatedWait },
}: {
  readonly entry: Placed
}) {
  const client = useClient()
  const open = (): void => {
    if (!jobId) return void showTask(client, taskId)
    selectJob(jobId)
    closeView()
  }
  return (
    <>
      <Cell>
        <span className={css.place}>
          #{position}
          {was !== undefined && <small>was #{was}</small>}
          {boost ? <small title={`Its tier jumps ${boost} places`}>↑{boost}</small> : null}
        </span>
        {laneWords[lane] && <small className={css.lane}>{laneWords[lane]}</small>}
      </Cell>
      <Cell>
        <Named name={name} about={name === taskName ? 'unassigned' : taskName} onShow={open} />
      </Cell>
      <Cell>
        <span className={css.why} title={waitsFor}>
          {waitsFor}
        </span>
      </Cell>
      <Cell>
        <span className={css.why} title={estimatedWait?.message}>
          {estimatedWait?.message ?? ''}
        </span>
      </Cell>
    </>
  )
}
