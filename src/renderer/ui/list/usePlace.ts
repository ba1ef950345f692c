import { useState } from 'react'

/** Where a row stands in its list. Where it stood last is looked at first: most changes move nothing. */
export function usePlace(
  rows: { at(index: number): { readonly id: string } | undefined; placeOf(id: string): number },
  id: string | null,
): number {
  const [last, setLast] = useState(-1)
  if (id === null) return -1
  if (rows.at(last)?.id === id) return last
  const place = rows.placeOf(id)
  if (place >= 0 && place !== last) setLast(place)
  return place
}
