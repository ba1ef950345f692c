import { useState } from 'react'

/** How far a selected row is searched for in a list that is only known in parts. */
const searched = 5_000

/** Where a row stands in its list. Where it stood last is looked at first: most changes move nothing. */
export function usePlace(
  rows: { readonly count: number; at(index: number): { readonly id: string } | undefined },
  id: string | null,
): number {
  const [last, setLast] = useState({ id, place: -1 })
  if (id === null) return -1
  if (rows.at(last.place)?.id === id) return last.place
  for (let index = 0; index < Math.min(rows.count, searched); index++) {
    if (rows.at(index)?.id !== id) continue
    if (last.id !== id || last.place !== index) setLast({ id, place: index })
    return index
  }
  return -1
}
