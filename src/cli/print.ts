import { toLine } from '../shared/contract/case.ts'
import type { Operation } from '../shared/contract/operation.ts'

type Row = Readonly<Record<string, unknown>>

/** The body of the REST answer, as it is. */
export const printJson = (operation: Operation, value: unknown): void => out(JSON.stringify(toLine(operation.output, value), undefined, 2))

export const out = (text: string): void => void process.stdout.write(`${text}\n`)

const columns: Readonly<Record<string, readonly string[]>> = {
  jobs: ['id', 'status', 'name', 'progress', 'updatedAt'],
  tasks: ['id', 'lastRun', 'name', 'workType', 'enabled', 'updatedAt'],
  runs: ['id', 'status', 'taskName', 'reason', 'exitCode', 'durationMs', 'queuedAt'],
  workers: ['id', 'status', 'pid', 'runId', 'updatedAt'],
  transitions: ['time', 'from', 'to', 'reason', 'actor'],
}

/** A list as a table, one thing as lines of name and value. */
export function printForPeople(value: unknown): void {
  if (typeof value !== 'object' || value === null) return out(String(value))
  const list = Object.entries(value).find(([name, held]) => Array.isArray(held) && name in columns && 'total' in value)
  if (list) return printTable(list[0], list[1] as readonly Row[], Number((value as Row)['total']))
  for (const [name, held] of Object.entries(value)) {
    if (held !== null && held !== undefined && !(Array.isArray(held) && held.length > 0 && typeof held[0] === 'object')) out(`${name.padEnd(18)} ${cell(name, held)}`)
  }
}

function printTable(name: string, rows: readonly Row[], total: number): void {
  if (rows.length === 0) return out(`There are no ${name}.`)
  const shown = columns[name] ?? []
  const cells = [shown.map(heading), ...rows.map((row) => shown.map((column) => cell(column, row[column])))]
  const widths = shown.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  const width = process.stdout.columns ?? Number.POSITIVE_INFINITY
  for (const line of cells) out(coloured(line.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  ').trimEnd().slice(0, width)))
  if (total > rows.length) out(`${rows.length} of ${total}; --limit and --offset show others`)
}

const heading = (column: string): string => column.replace(/(At|Ms)$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toUpperCase()

const shapes: Readonly<Record<string, string>> = { succeeded: '✓', completed: '✓', failed: '✗', running: '▶', in_progress: '▶', starting: '▶', queued: '…', paused: '‖', cancelled: '⊘', pending: '○' }
const sgr: Readonly<Record<string, number>> = { '✓': 32, '✗': 31, '▶': 34, '…': 33, '‖': 35 }

function cell(column: string, held: unknown): string {
  if (held === null || held === undefined) return column === 'lastRun' ? '○ never' : ''
  if (column === 'status') return `${shapes[String(held)] ?? ''} ${String(held)}`
  if (column === 'id' || column === 'runId') return process.stdout.isTTY ? String(held).slice(0, 13) : String(held)
  if (column === 'durationMs') return `${(Number(held) / 1_000).toFixed(1)} s`
  if (typeof held !== 'object') return String(held)
  const row = held as Row
  if (column === 'lastRun') return `${shapes[String(row['status'])] ?? ''} ${String(row['status'])}`
  if (column === 'progress') return `${String(row['succeeded'])}/${String(row['total'])}`
  return JSON.stringify(held)
}

/** Colour only where somebody looks at it. */
function coloured(line: string): string {
  if (!process.stdout.isTTY || process.env['NO_COLOR']) return line
  return line.replace(/[✓✗▶…‖] \w+/, (word) => `\u001b[${sgr[word.slice(0, 1)] ?? 39}m${word}\u001b[0m`)
}
