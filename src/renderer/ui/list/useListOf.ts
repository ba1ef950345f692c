import type { Mark } from '../../state/marks.ts'
import type { MarkedList } from '../../state/store.ts'
import type { Rows } from '../../state/views.ts'
import { useMarkAll } from './useMarkAll.ts'
import { usePlace } from './usePlace.ts'

/** What the list of a panel is told of its rows, each of which is selected and marked by its id. */
export function useListOf<Row extends { readonly id: string }>(
  list: MarkedList,
  rows: Rows<Row>,
  selectedId: Row['id'] | null,
  select: (id: Row['id']) => void,
) {
  return {
    count: rows.count,
    selected: usePlace(rows, selectedId),
    keyOf: (index: number): string => rows.at(index)?.id ?? String(index),
    onShow: rows.show,
    markOf: (index: number): Mark | undefined => {
      const row = rows.at(index)
      return row && { list, id: row.id }
    },
    markAll: useMarkAll(list, rows),
    onSelect: (index: number): void => {
      const row = rows.at(index)
      if (row) select(row.id)
    },
  }
}
