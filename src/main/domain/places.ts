/*
 * A place is a number between those of the neighbours, so that moving one row changes one row.
 */

/** Beyond the first or the last. */
const step = 1

/** The place before the one at `index` of these, in order; undefined where there is no room left between two. */
export function placeAt(places: readonly number[], index: number): number | undefined {
  const before = places[index - 1]
  const after = places[index]
  if (before === undefined || after === undefined) return before !== undefined ? before + step : after !== undefined ? after - step : 0
  const middle = before + (after - before) / 2
  return middle > before && middle < after ? middle : undefined
}

/** As many places as asked for, in order and with room between them, beginning at the first of these. */
export const spread = (places: readonly number[], count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => (places[0] ?? 0) + index * step)
