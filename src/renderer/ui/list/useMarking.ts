import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { clearMarks, isMarked, markOnly, toggleMark, type Mark } from '../../state/marks.ts'
import { useStore } from '../../state/store.ts'

interface Marking {
  readonly count: number
  readonly selected: number
  /** What marking the row marks; undefined for one that cannot be marked. */
  readonly markOf: ((index: number) => Mark | undefined) | undefined
  readonly markAll: (() => void) | undefined
  readonly onSelect: (index: number) => void
  readonly scrollTo: (index: number) => void
}

/**
 * More than one row: Ctrl and a click, or Space, marks one more; Shift and a click, or an arrow, marks all from the
 * anchor on; Ctrl+A marks all; Escape lets go. The selection stays where it is, so nothing else on the screen changes.
 */
export function useMarking({ count, selected, markOf = () => undefined, markAll, onSelect, scrollTo }: Marking) {
  const marks = useStore((state) => state.marks)
  const anchor = useRef(selected)
  const [cursor, setCursor] = useState(selected)
  const [shown, setShown] = useState(selected)
  if (shown !== selected) {
    setShown(selected)
    setCursor(selected)
  }
  const markTo = (index: number): void => {
    const from = anchor.current < 0 ? index : anchor.current
    const [low, high] = from < index ? [from, index] : [index, from]
    markOnly(Array.from({ length: high - low + 1 }, (_, place) => markOf(low + place)).filter((mark) => mark !== undefined))
    setCursor(index)
  }
  const toggle = (index: number): void => {
    const mark = markOf(index)
    if (mark) toggleMark(mark, markOf(selected))
    anchor.current = index
    setCursor(index)
  }
  // A row that was gone to before it was read is selected as soon as it is there.
  const awaited = useRef<number>(undefined)
  useEffect(() => {
    const index = awaited.current
    if (index === undefined || !markOf(index)) return
    awaited.current = undefined
    onSelect(index)
  })
  const select = (index: number): void => {
    anchor.current = index
    awaited.current = markOf(index) ? undefined : index
    clearMarks()
    setCursor(index)
    onSelect(index)
  }
  const move = (to: number, event: KeyboardEvent): void => {
    const index = Math.min(count - 1, Math.max(0, to))
    if (event.shiftKey) markTo(index)
    else if (event.ctrlKey || event.metaKey) setCursor(index)
    else select(index)
    scrollTo(index)
  }
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.key === ' ' && markOf(cursor)) toggle(cursor)
    else if (event.key === 'Escape' && marks.ids.size > 0) clearMarks()
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey) && markAll) markAll()
    else return false
    event.preventDefault()
    return true
  }
  const onPress = (index: number, event: MouseEvent): void => {
    const mark = markOf(index)
    if (event.button === 0 && event.shiftKey && mark) markTo(index)
    else if (event.button === 0 && (event.ctrlKey || event.metaKey) && mark) toggle(index)
    // A press on a marked row may begin a drag of all of them, or open their menu.
    else if (!isMarked(useStore.getState(), mark) && (event.button === 0 || index !== selected)) select(index)
  }
  const onRelease = (index: number, event: MouseEvent): void => {
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey && marks.ids.size > 0 && isMarked(useStore.getState(), markOf(index)))
      select(index)
  }
  const isMarkedAt = (index: number): boolean => {
    const mark = markOf(index)
    return mark !== undefined && marks.list === mark.list && marks.ids.has(mark.id)
  }
  return { cursor, move, onKey, onPress, onRelease, isMarked: isMarkedAt }
}
