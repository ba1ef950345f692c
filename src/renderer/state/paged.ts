/**
 * A list of which only what was looked at is known: ids by their place, counted from the oldest row, so that new rows come
 * at the end and move nothing. A list that shows the newest first reads it backwards.
 */
export interface PagedIds {
  readonly total: number
  readonly ids: ReadonlyMap<number, string>
  /** Places of earlier readings, which may be wrong by now: shown until they have been read again. */
  readonly older: ReadonlyMap<number, string>
  /** Grows when the places can no longer be trusted, and what is on the screen is read again. */
  readonly version: number
  /** The version that `ids` are of; below zero before anything was read. */
  readonly read: number
}

export const emptyList: PagedIds = { total: -1, ids: new Map(), older: new Map(), version: 0, read: -1 }

export const idAt = (list: PagedIds, place: number): string | undefined => list.ids.get(place) ?? list.older.get(place)

/** Where a row stands, below zero where its place is not known. */
export function placeIn(list: PagedIds, id: string): number {
  for (const places of [list.ids, list.older])
    for (const [place, known] of places) if (known === id && idAt(list, place) === id) return place
  return -1
}

/**
 * A new row at the end. One that was read already, because it came while the list was being read, is not added twice; one
 * that comes before anything was read may be missing in the answer that is under way, so that is asked for again.
 */
export const appended = (list: PagedIds, id: string): PagedIds => {
  if (list.total < 0) return outdated(list)
  return isAmongNewest(list, id) ? list : { ...list, total: list.total + 1, ids: new Map(list.ids).set(list.total, id) }
}

export const outdated = (list: PagedIds): PagedIds => ({ ...list, version: list.version + 1 })

/** A page was read when the list had this `version`: `placed` are the places of its ids. */
export function withPage(list: PagedIds, version: number, total: number, placed: readonly (readonly [number, string])[]): PagedIds {
  // A later question was answered earlier.
  if (version < list.read) return list
  const isFirst = version > list.read
  const ids = new Map([...(isFirst ? [] : list.ids), ...placed])
  const older = isFirst ? new Map([...list.older, ...list.ids]) : list.older
  // Rows that came since this page was read stay: within one version a list only grows.
  return { total: isFirst ? total : Math.max(total, list.total), ids, older, version: list.version, read: version }
}

const newestLooked = 200

function isAmongNewest(list: PagedIds, id: string): boolean {
  for (let place = list.total - 1; place >= Math.max(0, list.total - newestLooked); place--) if (list.ids.get(place) === id) return true
  return false
}
