import { initialState, useStore, type MarkedList, type State } from './store.ts'

export interface Mark {
  readonly list: MarkedList
  readonly id: string
}

/** The most rows that are marked together. */
export const mostMarked = 1_000

export const isMarked = ({ marks }: State, mark: Mark | undefined): boolean =>
  mark !== undefined && marks.list === mark.list && marks.ids.has(mark.id)

export const clearMarks = (): void => useStore.setState((state) => (state.marks.ids.size === 0 ? state : { marks: initialState.marks }))

/** Marks exactly these, as far as they are of the first one's list. */
export function markOnly(found: readonly Mark[]): void {
  const list = found[0]?.list ?? 'tasks'
  const ids = new Set(
    found
      .filter((mark) => mark.list === list)
      .slice(0, mostMarked)
      .map(({ id }) => id),
  )
  useStore.setState({ marks: { list, ids } })
}

/** Marks it, or takes its mark away. The first mark takes along the row that was `selected`. */
export function toggleMark(mark: Mark, selected: Mark | undefined): void {
  const { marks } = useStore.getState()
  const ids = new Set(marks.list === mark.list ? marks.ids : [])
  if (ids.size === 0 && selected?.list === mark.list && selected.id !== mark.id) ids.add(selected.id)
  if (!ids.delete(mark.id)) ids.add(mark.id)
  useStore.setState({ marks: { list: mark.list, ids } })
}
