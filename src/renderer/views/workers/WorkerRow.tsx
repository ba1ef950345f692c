import { useCallback } from 'react'
import { CircleStop, Pause, Play } from 'lucide-react'
import type { Client } from '../../../shared/contract/client.ts'
import { localAgent } from '../../../shared/model/ids.ts'
import type { LoadSample, Worker, WorkerDetails } from '../../../shared/model/worker.ts'
import { told } from '../../actions/tell.ts'
import { showRun } from '../../actions/show-run.ts'
import { useClient } from '../../state/client.ts'
import { useForbidden } from '../../state/me.ts'
import { useStore } from '../../state/store.ts'
import { useWatched } from '../../state/watched.ts'
import { IconButton } from '../../ui/Button.tsx'
import { ago, counted, duration } from '../../ui/format.ts'
import { Cell } from '../../ui/list/VirtualTable.tsx'
import { Named } from '../../ui/Named.tsx'
import { useNow } from '../../ui/now.ts'
import { StateShape } from '../../ui/StateShape.tsx'
import { isLiving } from './read-workers.ts'
import { megabytes, workerLooks } from './words.ts'
import css from './Workers.module.css'

interface RowProps {
  readonly worker: Worker
  readonly look: () => void
  readonly onEnd: () => void
}

export function WorkerRow({ worker, look, onEnd }: RowProps) {
  const client = useClient()
  const now = useNow()
  const details = useDetails(worker)
  const { jobId, cpuPercent, memoryMb, taskName, updatedAt } = worker
  const jobName = useStore((state) => (jobId ? state.jobs.get(jobId)?.name : undefined))
  const state = workerLooks[worker.status]
  return (
    <>
      <Cell>
        <Named
          name={taskName}
          about={[jobName, whereOf(worker, details)].filter(Boolean).join(' · ')}
          title={`Show the run of ${taskName}`}
          onShow={() => void showRun(client, worker.runId)}
        />
      </Cell>
      <Cell>
        <span className={css.state}>
          <StateShape look={state} silent />
          {state.word}
        </span>
      </Cell>
      <Cell figures>{cpuPercent === null ? '–' : `${Math.round(cpuPercent)} %`}</Cell>
      <Cell figures>{memoryMb === null ? '–' : megabytes(memoryMb)}</Cell>
      <Cell figures>
        {isLiving(worker) ? (typeof details?.uptimeMs === 'number' ? duration(details.uptimeMs) : '–') : `ended ${ago(updatedAt, now)}`}
      </Cell>
      <Cell>
        <History samples={details?.samples ?? []} />
      </Cell>
      <Cell figures>{isLiving(worker) && <Tools worker={worker} look={look} onEnd={onEnd} />}</Cell>
    </>
  )
}

function whereOf({ agentId, pid }: Worker, details: WorkerDetails | undefined): string {
  const machine = agentId === localAgent ? 'this machine' : agentId
  return `${machine}${pid === null ? '' : `, process ${pid}`}${details?.processes ? `, ${counted(details.processes, 'process', 'processes')}` : ''}`
}

/** Only of a living one that is in sight. */
function useDetails(worker: Worker): WorkerDetails | undefined {
  const isAlive = isLiving(worker)
  const ask = useCallback(
    async (client: Client) => {
      const answer = isAlive ? await client.workers.get({ workerId: worker.id }) : undefined
      return answer?.ok ? answer.value : undefined
    },
    [isAlive, worker.id],
  )
  return useWatched(ask).value
}

function Tools({ worker: { id, status, taskName }, look, onEnd }: RowProps) {
  const client = useClient()
  const unavailable = useForbidden('supervisor:write')
  const pause = (): void => void told(client.workers.pause({ workerId: id })).then(look)
  const resume = (): void => void told(client.workers.resume({ workerId: id })).then(look)
  return (
    <>
      {status === 'paused' ? (
        <IconButton icon={Play} label={`Let ${taskName} go on`} unavailable={unavailable} onClick={resume} />
      ) : (
        <IconButton
          icon={Pause}
          label={`Pause ${taskName}`}
          hint="Its whole process tree stands still"
          unavailable={unavailable ?? (status === 'running' ? undefined : 'It has not started yet')}
          onClick={pause}
        />
      )}
      <IconButton icon={CircleStop} label={`Terminate ${taskName}`} unavailable={unavailable} onClick={onEnd} />
    </>
  )
}

const size = { width: 96, height: 22 } as const

/** What the tree used of the processor, the newest at the right. */
function History({ samples }: { readonly samples: readonly LoadSample[] }) {
  if (samples.length < 2) return <span className={css.quiet}>{samples.length === 0 ? '–' : 'measuring'}</span>
  const most = Math.max(10, ...samples.map(({ cpuPercent }) => cpuPercent))
  const points = samples.map(
    ({ cpuPercent }, index) =>
      `${((index / (samples.length - 1)) * size.width).toFixed(1)},${(size.height - 1 - (cpuPercent / most) * (size.height - 2)).toFixed(1)}`,
  )
  const peak = `CPU, at most ${Math.round(most)} %`
  return (
    <svg
      className={css.history}
      viewBox={`0 0 ${size.width} ${size.height}`}
      width={size.width}
      height={size.height}
      role="img"
      aria-label={peak}
    >
      <title>{peak}</title>
      <polyline points={points.join(' ')} />
    </svg>
  )
}
