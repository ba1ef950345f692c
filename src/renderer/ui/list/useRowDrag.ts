import { useState, type DragEvent } from 'react'
import { useStore, type Dragged } from '../../state/store.ts'
import type { Mark } from '../../state/marks.ts'

/** Where a dragged row would land: on the row, or in the gap above or below it. */
export type Gap = 'before' | 'inside' | 'after'

export interface DragRules {
  /** What a drag of this row carries; nothing where it stays where it is. */
  carries(index: number): Mark | undefined
  /** Where of this row it may be dropped. */
  takes(dragged: Dragged, index: number): readonly Gap[]
  drop(dragged: Dragged, index: number, gap: Gap): void
}

const dragType = 'application/x-yardmaster-rows'

const carried = (): Dragged | null => useStore.getState().dragged
const carry = (dragged: Dragged | null): void => useStore.setState({ dragged })

/** Rows that are dragged onto rows. A drag of a marked row carries everything that is marked. */
export function useRowDrag(rules: DragRules | undefined) {
  const [over, setOver] = useState<{ readonly index: number; readonly gap: Gap }>()
  if (!rules) return { over: undefined, propsOf: () => ({}) }
  const gapAt = (event: DragEvent<HTMLElement>, index: number): Gap | undefined => {
    const dragged = carried()
    return dragged ? gapOf(event, rules.takes(dragged, index)) : undefined
  }
  const propsOf = (index: number) => ({
    draggable: rules.carries(index) !== undefined,
    onDragStart: (event: DragEvent<HTMLElement>) => {
      const mark = rules.carries(index)
      if (!mark) return
      carry(withMarked(mark))
      event.dataTransfer.setData(dragType, mark.id)
      event.dataTransfer.effectAllowed = 'move'
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      const gap = gapAt(event, index)
      if (!gap) return over && setOver(undefined)
      event.preventDefault()
      if (over?.index !== index || over.gap !== gap) setOver({ index, gap })
    },
    onDragLeave: () => setOver((now) => (now?.index === index ? undefined : now)),
    onDragEnd: () => {
      carry(null)
      setOver(undefined)
    },
    onDrop: (event: DragEvent<HTMLElement>) => {
      const gap = gapAt(event, index)
      const dragged = carried()
      if (gap && dragged) rules.drop(dragged, index, gap)
      setOver(undefined)
    },
  })
  return { over, propsOf }
}

function withMarked(mark: Mark): Dragged {
  const { marks } = useStore.getState()
  return { list: mark.list, ids: marks.list === mark.list && marks.ids.has(mark.id) ? [...marks.ids] : [mark.id] }
}

/** The nearest of the gaps that it may be dropped in. */
function gapOf(event: DragEvent<HTMLElement>, gaps: readonly Gap[]): Gap | undefined {
  const box = event.currentTarget.getBoundingClientRect()
  const share = (event.clientY - box.top) / box.height
  const middles: Readonly<Record<Gap, number>> = { before: 0, inside: 0.5, after: 1 }
  return [...gaps].sort((one, other) => Math.abs(middles[one] - share) - Math.abs(middles[other] - share))[0]
}
