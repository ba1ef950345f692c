import { useState } from 'react'
import { useWatched } from '../../state/watched.ts'
import { Select } from '../../ui/Field.tsx'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { counted } from '../../ui/format.ts'
import { TerminateDialog } from './TerminateDialog.tsx'
import { WorkerRow } from './WorkerRow.tsx'
import { cores, megabytes } from './words.ts'
import { readAll, readLiving, type Shown, type Which, type WorkersNow } from './read-workers.ts'
import css from './Workers.module.css'

const nothing = {
  living: 'No process runs now. What is started appears here, with what it uses.',
  all: 'Nothing has run yet. Every run has a worker, which stays here after its end.',
} as const satisfies Record<Which, string>

/** The supervised processes, with what each uses; they can be made to stand still, go on and end. */
export function WorkersView() {
  const [which, setWhich] = useState<Which>('living')
  const [ending, setEnding] = useState<Shown | null>(null)
  const { value, look } = useWatched(which === 'all' ? readAll : readLiving)
  if (!value) return <Skeleton />
  return (
    <>
      <div className={css.top}>
        <p>{sum(value)}</p>
        <Select aria-label="Which workers" value={which} onChange={(event) => setWhich(event.target.value === 'all' ? 'all' : 'living')}>
          <option value="living">Living</option><option value="all">All, newest first</option>
        </Select>
      </div>
      {value.workers.length === 0 ? <Empty text={nothing[which]} /> : <WorkerTable now={value} look={look} onEnd={setEnding} />}
      {ending && <TerminateDialog worker={ending} onClose={() => { setEnding(null); look() }} />}
    </>
  )
}

function sum({ metrics: { byStatus, cpuPercent, memoryMb } }: WorkersNow): string {
  const live = byStatus.running + byStatus.paused + byStatus.idle
  return live === 0 ? 'No worker lives.' : `${counted(live, 'worker')}${byStatus.paused > 0 ? `, ${byStatus.paused} of them paused` : ''}: ${cores(cpuPercent)} and ${megabytes(memoryMb)} together.`
}

interface TableProps { readonly now: WorkersNow; readonly look: () => void; readonly onEnd: (worker: Shown) => void }

const WorkerTable = ({ now: { workers, total }, look, onEnd }: TableProps) => (
  <>
    <table className={css.table} aria-label="Workers">
      <thead>
        <tr><th scope="col">Run</th><th scope="col">State</th><th scope="col">CPU</th><th scope="col">Memory</th><th scope="col">Up</th><th scope="col">Last minutes</th><th scope="col"><span className={css.hidden}>What to do</span></th></tr>
      </thead>
      <tbody>{workers.map((worker) => <WorkerRow key={worker.id} worker={worker} look={look} onEnd={() => onEnd(worker)} />)}</tbody>
    </table>
    {total > workers.length && <p className={css.more}>and {(total - workers.length).toLocaleString('en')} more</p>}
  </>
)
