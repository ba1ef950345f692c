import { useCallback, useEffect } from 'react'
import { useStore } from '../../state/store.ts'
import { usePages } from '../../state/pages.ts'
import { useWatched } from '../../state/watched.ts'
import { Skeleton } from '../../ui/Empty.tsx'
import { Allocations } from './Allocations.tsx'
import { QuotaRow } from './QuotaRow.tsx'
import { askAllocations, readUsage } from './read-resources.ts'
import css from './Resources.module.css'

/** How many workers jobs of each depth may hold, how many they hold, and which jobs these are. */
export function ResourcesView() {
  const { value: usage, look } = useWatched(readUsage)
  const allocations = usePages(askAllocations)
  const lookAtAllocations = allocations.look
  const allocating = useStore((state) => state.dialog?.kind === 'allocate')
  const lookAgain = useCallback((): void => {
    look()
    lookAtAllocations()
  }, [look, lookAtAllocations])
  // What the dialog did is seen at once.
  useEffect(() => {
    if (!allocating) lookAgain()
  }, [allocating, lookAgain])
  if (!usage || allocations.count < 0) return <Skeleton />
  return (
    <>
      <table className={css.table} aria-label="Quotas">
        <thead>
          <tr>
            <th scope="col">Depth</th>
            <th scope="col" data-figures>
              Held
            </th>
            <th scope="col">
              <span className={css.hidden}>How full</span>
            </th>
            <th scope="col" data-figures>
              Free
            </th>
            <th scope="col">Quota</th>
          </tr>
        </thead>
        <tbody>
          {usage.map((one) => (
            <QuotaRow key={`${one.depth} ${one.maxWorkers}`} usage={one} look={lookAgain} />
          ))}
        </tbody>
      </table>
      <Allocations allocations={allocations} look={lookAgain} />
    </>
  )
}
