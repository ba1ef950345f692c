export type Difference = { readonly kind: 'same' | 'gone' | 'new'; readonly text: string }

/** The most lines of each side that are compared: more is for a tool of its own. */
export const mostCompared = 2_000

/**
 * What became of the lines, as in every diff: those that stayed, those that are gone and those that are new.
 *
 * The common part is the longest there is, found in a table of both sides; what both begin and end with is left out of
 * it, which is nearly everything where two runs are alike.
 */
export function differencesOf(before: readonly string[], after: readonly string[]): readonly Difference[] {
  const head = commonStart(before, after)
  const tail = commonStart(before.slice(head).reverse(), after.slice(head).reverse())
  const same = (lines: readonly string[]): Difference[] => lines.map((text) => ({ kind: 'same', text }))
  return [
    ...same(after.slice(0, head)),
    ...between(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...same(after.slice(after.length - tail)),
  ]
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}

function between(before: readonly string[], after: readonly string[]): Difference[] {
  const common = commonLengths(before, after)
  const found: Difference[] = []
  let one = 0
  let other = 0
  while (one < before.length || other < after.length) {
    const old = before[one]
    const fresh = after[other]
    if (old !== undefined && old === fresh) {
      found.push({ kind: 'same', text: old })
      one += 1
      other += 1
    } else if (old !== undefined && (fresh === undefined || common(one + 1, other) >= common(one, other + 1))) {
      found.push({ kind: 'gone', text: old })
      one += 1
    } else if (fresh !== undefined) {
      found.push({ kind: 'new', text: fresh })
      other += 1
    }
  }
  return found
}

/** The length of the longest common part from these two places on. */
function commonLengths(before: readonly string[], after: readonly string[]): (one: number, other: number) => number {
  const width = after.length + 1
  const lengths = new Uint16Array((before.length + 1) * width)
  const at = (one: number, other: number): number => lengths[one * width + other] ?? 0
  for (let one = before.length - 1; one >= 0; one--) {
    for (let other = after.length - 1; other >= 0; other--) {
      lengths[one * width + other] =
        before[one] === after[other] ? at(one + 1, other + 1) + 1 : Math.max(at(one + 1, other), at(one, other + 1))
    }
  }
  return at
}

/** Times, ids and addresses differ in every run and say nothing: they are left out of the comparison. */
export const withoutNoise = (line: string): string =>
  line
    .replace(/\u001B\[[0-9;]*[A-Za-z]/g, '')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?/g, '<time>')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
