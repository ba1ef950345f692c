import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A figure means nothing across machines, so each row measures a reference in the same run, in turns with ours, and what
 * counts is the ratio.
 */
export interface Row {
  readonly name: string
  readonly work: string
  readonly reference: string
  readonly aim: string
  /** Whether a ratio, ours to the reference, reaches the aim. */
  readonly reached: (ratio: number, measured: Measured) => boolean
  readonly unit: string
  /** Rounds that are measured, each with both sides; the median counts. */
  readonly rounds: number
  prepare(folder: string): Promise<Bench>
}

export interface Bench {
  ours(): Promise<number>
  reference(): Promise<number>
  /** Said beside the figures. */
  note?(): string
  close?(): Promise<void> | void
}

export interface Measured {
  readonly name: string
  readonly unit: string
  readonly ours: number
  readonly reference: number
  readonly ratio: number
  readonly aim: string
  readonly reached: boolean
  readonly note: string
}

export async function measure(row: Row): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'yardmaster-bench-'))
  const bench = await row.prepare(folder)
  try {
    const rounds: { ours: number; reference: number }[] = []
    for (let round = 0; round < row.rounds; round++) rounds.push({ reference: await bench.reference(), ours: await bench.ours() })
    const ratio = median(rounds.map((round) => round.ours / round.reference))
    const figures = { ours: median(rounds.map((round) => round.ours)), reference: median(rounds.map((round) => round.reference)) }
    const measured = { name: row.name, unit: row.unit, ...figures, ratio, aim: row.aim, reached: true, note: bench.note?.() ?? '' }
    return { ...measured, reached: row.reached(ratio, measured) }
  } finally {
    await bench.close?.()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** How many times a second `work` was done. */
export async function perSecond(times: number, work: (index: number) => unknown): Promise<number> {
  const start = performance.now()
  for (let index = 0; index < times; index++) await work(index)
  return times / ((performance.now() - start) / 1_000)
}

export async function milliseconds(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
