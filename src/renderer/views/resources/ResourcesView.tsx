import { useWatched } from '../../state/watched.ts'
import { Skeleton } from '../../ui/Empty.tsx'
import { Allocations } from './Allocations.tsx'
import { QuotaRow } from './QuotaRow.tsx'
import { readResources } from './read-resources.ts'
import css from './Resources.module.css'

/** How many workers jobs of each depth may hold, how many they hold, and which jobs these are. */
export function ResourcesView() {
  const { value, look } = useWatched(readResources)
  if (!value) return <Skeleton />
  return (
    <>
      <table className={css.table} aria-label="Quotas">
        <thead><tr><th scope="col">Depth</th><th scope="col">Held</th><th scope="col"><span className={css.hidden}>How full</span></th><th scope="col">Free</th><th scope="col">Quota</th></tr></thead>
        <tbody>{value.usage.map((usage) => <QuotaRow key={`${usage.depth} ${usage.maxWorkers}`} usage={usage} look={look} />)}</tbody>
      </table>
      <Allocations allocations={value.allocations} total={value.total} look={look} />
    </>
  )
}
