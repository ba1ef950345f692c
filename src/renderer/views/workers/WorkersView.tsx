import { useState } from 'react'
import type { Worker, WorkerMetrics } from '../../../shared/model/worker.ts'
import { usePages } from '../../state/pages.ts'
import { useWatched } from '../../state/watched.ts'
import { Select } from '../../ui/Field.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { counted } from '../../ui/format.ts'
import { VirtualTable, type Column } from '../../ui/list/VirtualTable.tsx'
import { TerminateDialog } from './TerminateDialog.tsx'
import { WorkerRow } from './WorkerRow.tsx'
import { cores, megabytes } from './words.ts'
import { askWorkers, readMetrics, type Which } from './read-workers.ts'
import css from './Workers.module.css'

const nothing = {
  living: 'No process runs now. What is started appears here, with what it uses.',
  all: 'Nothing has run yet. Every run has a worker, which stays here after its end.',
} as const satisfies Record<Which, string>

const columns: readonly Column[] = [
  { title: 'Run', width: 'minmax(160px, 1fr)' },
  { title: 'State', width: '112px' },
  { title: 'CPU', width: '64px', figures: true },
  { title: 'Memory', width: '76px', figures: true },
  { title: 'Up', width: '112px', figures: true },
  { title: 'Last minutes', width: '100px' },
  { title: 'What to do', width: '58px', untitled: true },
]

/** The supervised processes, with what each uses; they can be made to stand still, go on and end. */
export function WorkersView() {
  const [which, setWhich] = useState<Which>('living')
  const [ending, setEnding] = useState<Worker | null>(null)
  const workers = usePages(askWorkers[which])
  const { value: metrics, look } = useWatched(readMetrics)
  if (!metrics || workers.count < 0) return <Skeleton />
  const lookAgain = (): void => {
    look()
    workers.look()
  }
  return (
    <>
      <div className={css.top}>
        <p>{sum(metrics)}</p>
        <Select aria-label="Which workers" value={which} onChange={(event) => setWhich(event.target.value === 'all' ? 'all' : 'living')}>
          <option value="living">Living</option>
          <option value="all">All, newest first</option>
        </Select>
      </div>
      {workers.count === 0 ? (
        <Empty text={nothing[which]} />
      ) : (
        <VirtualTable
          label="Workers"
          columns={columns}
          count={workers.count}
          keyOf={(index) => workers.at(index)?.id ?? String(index)}
          onShow={workers.show}
          row={(index) => {
            const worker = workers.at(index)
            return worker && <WorkerRow worker={worker} look={lookAgain} onEnd={() => setEnding(worker)} />
          }}
        />
      )}
      {ending && (
        <TerminateDialog
          worker={ending}
          onClose={() => {
            setEnding(null)
            lookAgain()
          }}
        />
      )}
    </>
  )
}

function sum({ byStatus, cpuPercent, memoryMb, totalWorkers }: WorkerMetrics): string {
  const live = byStatus.running + byStatus.paused + byStatus.idle
  const ended = `${(totalWorkers - live).toLocaleString('en')} have ended.`
  if (live === 0) return totalWorkers === 0 ? 'No worker lives.' : `No worker lives, ${ended}`
  return `${counted(live, 'worker')}${byStatus.paused > 0 ? `, ${byStatus.paused} of them paused` : ''}: ${cores(cpuPercent)} and ${megabytes(memoryMb)} together; ${ended}`
}
