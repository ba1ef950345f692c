import { HandGrab, Undo2 } from 'lucide-react'
import type { Allocation } from '../../../shared/model/resources.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useForbidden } from '../../state/me.ts'
import { closeView } from '../../state/open-view.ts'
import type { Pages } from '../../state/pages.ts'
import { selectJob } from '../../state/selection.ts'
import { useStore } from '../../state/store.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { ago } from '../../ui/format.ts'
import { Cell, VirtualTable, type Column } from '../../ui/list/VirtualTable.tsx'
import { Named } from '../../ui/Named.tsx'
import { useNow } from '../../ui/now.ts'
import css from './Resources.module.css'

interface AllocationsProps {
  readonly allocations: Pages<Allocation>
  readonly look: () => void
}

const columns: readonly Column[] = [
  { title: 'Job', width: 'minmax(160px, 1fr)' },
  { title: 'Depth', width: '70px', figures: true },
  { title: 'Workers', width: '80px', figures: true },
  { title: 'Since', width: '110px', figures: true },
  { title: 'Release', width: '34px', untitled: true },
]

/** Which jobs hold workers. Any end of a job gives back what it holds. */
export function Allocations({ allocations, look }: AllocationsProps) {
  const unavailable = useForbidden('resources:write')
  return (
    <section className={css.held} aria-labelledby="allocations">
      <header>
        <h3 id="allocations">Held by jobs</h3>
        <Button
          icon={HandGrab}
          disabled={unavailable !== undefined}
          title={unavailable}
          onClick={() => useStore.setState({ dialog: { kind: 'allocate', jobId: null } })}
        >
          Allocate workers…
        </Button>
      </header>
      {allocations.count === 0 ? (
        <p className={css.none}>No job holds workers. A job that reserves some has them until it gives them back, or ends in any way.</p>
      ) : (
        <VirtualTable
          label="Allocations"
          columns={columns}
          count={allocations.count}
          onShow={allocations.show}
          keyOf={(index) => {
            const one = allocations.at(index)
            return one ? `${one.jobId} ${one.depth}` : String(index)
          }}
          row={(index) => {
            const one = allocations.at(index)
            return one && <AllocationRow allocation={one} look={look} />
          }}
        />
      )}
    </section>
  )
}

function AllocationRow({
  allocation: { jobId, jobName, depth, workers, createdAt },
  look,
}: {
  readonly allocation: Allocation
  readonly look: () => void
}) {
  const client = useClient()
  const now = useNow()
  const unavailable = useForbidden('resources:write')
  const show = (): void => {
    closeView()
    selectJob(jobId)
  }
  return (
    <>
      <Cell>
        <Named name={jobName} onShow={show} />
      </Cell>
      <Cell figures>{depth}</Cell>
      <Cell figures>{workers}</Cell>
      <Cell figures>{ago(createdAt, now)}</Cell>
      <Cell figures>
        <IconButton
          icon={Undo2}
          label={`Release the workers of ${jobName}`}
          hint={`At depth ${depth}`}
          unavailable={unavailable}
          onClick={() => void told(client.resources.release({ jobId, depth })).then(look)}
        />
      </Cell>
    </>
  )
}
