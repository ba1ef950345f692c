import { toast } from 'sonner'
import { markOnly, mostMarked } from '../../state/marks.ts'
import type { MarkedList } from '../../state/store.ts'
import type { Rows } from '../../state/views.ts'

/** Marks every row of a list, those too that were never on the screen. */
export function useMarkAll(list: MarkedList, rows: Rows<{ readonly id: string }>): () => void {
  return () =>
    void rows
      .ids(mostMarked)
      .then((ids) => {
        markOnly(ids.map((id) => ({ list, id })))
        if (rows.count > ids.length) toast(`The first ${ids.length.toLocaleString('en')} are marked: as many as are changed at a time.`)
      })
      .catch(() => {})
}
