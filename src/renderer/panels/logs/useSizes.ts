import { useCallback, useLayoutEffect, useState, type RefObject } from 'react'
import { lineHeight } from './scroll.ts'

/** What a box shows, without its scroll bars. */
export function useSize(box: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const read = (): void =>
      setSize((known) => {
        const { clientWidth: width, clientHeight: height } = element
        return known.width === width && known.height === height ? known : { width, height }
      })
    read()
    const watcher = new ResizeObserver(read)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [box])
  return size
}

/** The heights of wrapped lines, measured where they are drawn. In another width they are others. */
export function useLineHeights(lines: RefObject<HTMLElement | null>, wrapped: boolean, width: number): (line: number) => number {
  const [known, setKnown] = useState<ReadonlyMap<number, number>>(new Map())
  useLayoutEffect(() => setKnown(new Map()), [wrapped, width])
  // After every drawing: what was drawn may be new, or have been read meanwhile.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- it ends when nothing has another height
  useLayoutEffect(() => {
    if (!wrapped) return
    const changed = [...(lines.current?.children ?? [])].flatMap((line) => {
      const place = Number(line.getAttribute('data-place'))
      const height = line.clientHeight
      return height > 0 && (known.get(place) ?? lineHeight) !== height ? [[place, height] as const] : []
    })
    if (changed.length > 0) setKnown(new Map([...known, ...changed]))
  })
  return useCallback((line) => known.get(line) ?? lineHeight, [known])
}
