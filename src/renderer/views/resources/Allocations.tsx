import { Undo2 } from 'lucide-react'
import type { Allocation } from '../../../shared/model/resources.ts'
import { told } from '../../actions/tell.ts'
import { useClient } from '../../state/client.ts'
import { useForbidden } from '../../state/me.ts'
import { closeView } from '../../state/open-view.ts'
import { selectJob } from '../../state/selection.ts'
import { IconButton } from '../../ui/Button.tsx'
import { ago } from '../../ui/format.ts'
import { useNow } from '../../ui/now.ts'
import css from './Resources.module.css'

interface AllocationsProps { readonly allocations: readonly Allocation[]; readonly total: number; readonly look: () => void }

/** Which jobs hold workers. Any end of a job gives back what it holds. */
export const Allocations = ({ allocations, total, look }: AllocationsProps) => (
  <section className={css.held} aria-labelledby="allocations">
    <h3 id="allocations">Held by jobs</h3>
    {allocations.length === 0
      ? <p className={css.none}>No job holds workers. Jobs reserve them with <code>yardmaster resources allocate</code>; any end of a job gives them back.</p>
      : (
        <table className={css.table} aria-label="Allocations">
          <thead><tr><th scope="col">Job</th><th scope="col">Depth</th><th scope="col">Workers</th><th scope="col">Since</th><th scope="col"><span className={css.hidden}>Release</span></th></tr></thead>
          <tbody>{allocations.map((one) => <AllocationRow key={`${one.jobId} ${one.depth}`} allocation={one} look={look} />)}</tbody>
        </table>
      )}
    {total > allocations.length && <p className={css.none}>and {(total - allocations.length).toLocaleString('en')} more</p>}
  </section>
)

function AllocationRow({ allocation: { jobId, jobName, depth, workers, createdAt }, look }: { readonly allocation: Allocation; readonly look: () => void }) {
  const client = useClient()
  const now = useNow()
  const unavailable = useForbidden('resources:write')
  const show = (): void => {
    closeView()
    selectJob(jobId)
  }
  return (
    <tr>
      <th scope="row" className={css.job}><button type="button" title={jobName} onClick={show}>{jobName}</button></th>
      <td className={css.number}>{depth}</td>
      <td className={css.number}>{workers}</td>
      <td>{ago(createdAt, now)}</td>
      <td className={css.tools}><IconButton icon={Undo2} label={`Release the workers of ${jobName}`} hint={`At depth ${depth}`} unavailable={unavailable} onClick={() => void told(client.resources.release({ jobId, depth })).then(look)} /></td>
    </tr>
  )
}
