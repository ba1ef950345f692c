import type { Difference } from './differences.ts'

/** Lines that are the same and far from any difference are one line that says how many they are. */
export type Part = Difference | { readonly kind: 'fold'; readonly count: number }

const around = 3

export function foldsOf(lines: readonly Difference[]): readonly Part[] {
  const near = new Set<number>()
  for (const [index, { kind }] of lines.entries())
    if (kind !== 'same') for (let place = index - around; place <= index + around; place++) near.add(place)
  const parts: Part[] = []
  for (const [index, line] of lines.entries()) {
    const last = parts.at(-1)
    if (near.has(index)) parts.push(line)
    else if (last?.kind === 'fold') parts[parts.length - 1] = { kind: 'fold', count: last.count + 1 }
    else parts.push({ kind: 'fold', count: 1 })
  }
  return parts
}
