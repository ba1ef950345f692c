/**
 * A list of which only what was looked at is known: ids by their place, counted from the oldest row, so that new rows come
 * at the end and move nothing. A list that shows the newest first reads it backwards.
 */
export interface PagedIds {
  readonly total: number
  readonly ids: ReadonlyMap<number, string>
  /** Grows when the places can no longer be trusted, and what is on the screen is read again. */
  readonly version: number
}

export const emptyList: PagedIds = { total: -1, ids: new Map(), version: 0 }

/** A new row at the end. One that was read already, because it came while the list was being read, is not added twice. */
export const appended = (list: PagedIds, id: string): PagedIds =>
  list.total < 0 || isAmongNewest(list, id) ? list : { ...list, total: list.total + 1, ids: new Map(list.ids).set(list.total, id) }

export const outdated = (list: PagedIds): PagedIds => ({ ...list, version: list.version + 1 })

/** A page was read: `places` are those of its ids. */
export function withPage(list: PagedIds, version: number, total: number, placed: readonly (readonly [number, string])[]): PagedIds {
  // A page of an older version starts the list anew: the other places may be wrong.
  const known = list.version === version && list.total === total ? list.ids : new Map(list.ids)
  const ids = new Map(known)
  for (const [place, id] of placed) ids.set(place, id)
  for (const place of ids.keys()) if (place >= total) ids.delete(place)
  return { total, ids, version: list.version }
}

const newestLooked = 200

function isAmongNewest(list: PagedIds, id: string): boolean {
  for (let place = list.total - 1; place >= Math.max(0, list.total - newestLooked); place--) if (list.ids.get(place) === id) return true
  return false
}
