/** Milliseconds since 1970. */
export interface Span {
  readonly since: number
  readonly now: number
  readonly until: number
}

/** Where an instant stands on the line, in per cent from the left. */
export const placeOf = (at: number, { since, until }: Span): number => Math.round(((at - since) / (until - since)) * 10_000) / 100

/** In per cent: circles that stand closer than this run into one another. */
const closest = 1.2

/** Whether these instants, in their order, stand too close for a circle each. */
export const standClose = (instants: readonly number[], span: Span): boolean =>
  instants.length > 1 && (placeOf(instants.at(-1) ?? 0, span) - placeOf(instants[0] ?? 0, span)) / (instants.length - 1) < closest

const hourMs = 3_600_000

/** Round hours of this clock, also beyond a change of it; so many that their words do not touch. */
export function hoursOn({ since, until }: Span, most = 12): readonly number[] {
  const step = [1, 2, 3, 6, 12, 24, 48].find((hours) => (until - since) / (hours * hourMs) <= most) ?? 48
  const from = new Date(since)
  const after = (steps: number): number =>
    new Date(from.getFullYear(), from.getMonth(), from.getDate(), (Math.floor(from.getHours() / step) + steps) * step).getTime()
  // An hour that the clock leaves out is the next one.
  const marks = new Set<number>()
  for (let steps = 1; after(steps) < until; steps++) marks.add(after(steps))
  return [...marks]
}
