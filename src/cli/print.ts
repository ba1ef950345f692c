import { toLine } from '../shared/contract/case.ts'
import type { Operation } from '../shared/contract/operation.ts'
import type { Given } from './given.ts'
import { ago, duration, oneLine, shownLength, state } from './words.ts'

type Row = Readonly<Record<string, unknown>>

/** The body of the REST answer, as it is. */
export const printJson = (operation: Operation, value: unknown): void => out(JSON.stringify(toLine(operation.output, value), undefined, 2))

export const out = (text: string): void => void process.stdout.write(`${text}\n`)

/** Of each list, by its name in the answer. */
export const columns: Readonly<Record<string, readonly string[]>> = {
  jobs: ['id', 'status', 'name', 'progress', 'updatedAt'],
  tasks: ['id', 'lastRun', 'name', 'workType', 'enabled', 'breaker', 'nextFireAt'],
  runs: ['id', 'status', 'taskName', 'reason', 'exitCode', 'durationMs', 'queuedAt'],
  profiles: ['id', 'name', 'envVars', 'onUnresolved', 'parkedUntil', 'updatedAt'],
  entries: ['position', 'lane', 'name', 'waitsFor', 'jobId', 'runId'],
  pipelines: ['name', 'stages'],
  schedules: ['taskId', 'name', 'words', 'fires'],
  rows: ['taskId', 'name', 'words', 'past', 'next'],
  ticks: ['dueAt', 'outcome', 'taskId', 'runId', 'reason'],
  notices: ['id', 'kind', 'title', 'body', 'createdAt', 'readAt'],
  agents: ['agentId', 'status', 'agentType', 'load', 'capacity', 'resources', 'lastHeartbeatAt'],
  workers: ['id', 'status', 'taskName', 'pid', 'cpuPercent', 'memoryMb', 'updatedAt'],
  spend: ['name', 'usd', 'runs', 'turns', 'inputTokens', 'outputTokens', 'key'],
  worktrees: ['name', 'branch', 'madeFor', 'changedFiles', 'unpushed', 'problem'],
  quotas: ['depth', 'maxWorkers'],
  usage: ['depth', 'maxWorkers', 'allocated', 'available', 'level'],
  allocations: ['depth', 'workers', 'jobName', 'jobId', 'createdAt'],
  users: ['userId', 'scopes', 'tier', 'workspaceId', 'updatedAt'],
  transitions: ['time', 'from', 'to', 'reason', 'actor'],
}

/** Lists within an answer that are what was asked for: a line each. */
export const lists: Readonly<Record<string, (row: Row) => string>> = {
  letters: (row) =>
    `${String(row['id'])}  ${String(row['queue'])}  ${String(row['reason'])}  ${oneLine(String(row['body'])).slice(0, 120)}`,
  byReason: (row) => `  ${String(row['runs']).padStart(7)} failed: ${String(row['reason'])}`,
  byDay: (row) => `${String(row['day'])}  ${outcomes(row)}  ${spread(row['duration'])}`,
  byTask: (row) => `${outcomes(row)}  ${spread(row['duration'])}  ${oneLine(String(row['name']))}`,
  files: (row) =>
    `${String(row['change']).padEnd(9)} ${oneLine(String(row['path']))}${row['added'] === null ? '' : `  +${String(row['added'])} −${String(row['removed'])}`}`,
  fires: (row) => String(row['words']),
  variables: (row) => `${row['ok'] === true ? '✓' : '✗'} ${String(row['name'])}: ${String(row['message'])}`,
}

const outcomes = (row: Row): string =>
  `${String(row['succeeded']).padStart(7)} ✓ ${String(row['failed']).padStart(5)} ✗ ${String(row['cancelled']).padStart(5)} ⊘`

/** Half take no longer than the first, 95 of a hundred no longer than the second. */
function spread(held: unknown): string {
  const { p50Ms, p95Ms } = held as Row
  return p50Ms === null ? '' : `${duration(Number(p50Ms))} / ${duration(Number(p95Ms))}`
}

export function printAnswer({ json }: Given, operation: Operation, answer: unknown): void {
  if (json) printJson(operation, answer)
  else printForPeople(answer)
}

/** A list as a table, one thing as lines of name and value. */
function printForPeople(value: unknown): void {
  if (typeof value !== 'object' || value === null) return out(String(value))
  const list = Object.entries(value).find(([name, held]) => Array.isArray(held) && name in columns && 'total' in value)
  if (list) return printTable(list[0], list[1] as readonly Row[], Number((value as Row)['total']))
  for (const [name, held] of Object.entries(value)) {
    const line = lists[name]
    if (line && Array.isArray(held)) for (const row of held as readonly Row[]) out(line(row))
    else if (name === 'patch') process.stdout.write(String(held))
    else if (held !== null && held !== undefined && !(Array.isArray(held) && held.length > 0 && typeof held[0] === 'object'))
      out(`${name.padEnd(18)} ${cell(name, held)}`)
  }
}

/** What is said of an empty list, where its name is no word for people. */
const none: Readonly<Record<string, string>> = {
  entries: 'Nothing waits.',
  spend: 'Nothing was spent.',
  rows: 'No task starts by itself.',
}

function printTable(name: string, rows: readonly Row[], total: number): void {
  if (rows.length === 0)
    return out(total > 0 ? `None of the ${total} here; --offset is past the end.` : (none[name] ?? `There are no ${name}.`))
  const shown = columns[name] ?? []
  const idLength = process.stdout.isTTY ? shownLength(rows.map((row) => String(row['id']))) : undefined
  const text = (column: string, row: Row): string => (column === 'id' ? String(row[column]).slice(0, idLength) : cell(column, row[column]))
  const cells = [shown.map(heading), ...rows.map((row) => shown.map((column) => text(column, row)))]
  const widths = shown.map((_, index) => Math.max(...cells.map((line) => line[index]?.length ?? 0)))
  const width = process.stdout.columns ?? Number.POSITIVE_INFINITY
  for (const line of cells)
    out(
      coloured(
        cut(
          line
            .map((one, index) => one.padEnd(widths[index] ?? 0))
            .join('  ')
            .trimEnd(),
          width,
        ),
      ),
    )
  if (total > rows.length) out(`${rows.length} of ${total}; --limit and --offset show others`)
}

const cut = (line: string, width: number): string => (line.length <= width ? line : `${line.slice(0, width - 1)}…`)

const heading = (column: string): string =>
  column
    .replace(/(At|Ms)$/, '')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .toUpperCase()

const sgr: Readonly<Record<string, number>> = { '✓': 32, '✗': 31, '▶': 34, '…': 33, '‖': 35 }

function cell(column: string, held: unknown): string {
  if (held === null || held === undefined) return column === 'lastRun' ? '○ never' : ''
  if (column === 'status') return state(String(held))
  if (column === 'runId' && process.stdout.isTTY) return String(held).slice(0, 13)
  if (column.endsWith('Ms')) return duration(Number(held))
  if (column.endsWith('At') || column === 'time') return ago(String(held), Date.now())
  if (/usd$/i.test(column)) return dollars(Number(held))
  if (column === 'successRate') return `${(Number(held) * 100).toFixed(1)} %`
  if (typeof held !== 'object') return oneLine(String(held))
  if (column === 'past' || column === 'next')
    return `${String((held as readonly unknown[]).length)} ${column === 'past' ? 'before' : 'ahead'}`
  const row = held as Row
  if (column === 'duration' || column === 'wait') return `${spread(held)} (median / 95 %)`
  if (column === 'fires') return (held as readonly Row[]).map((one) => String(one['words']))[0] ?? 'not by time'
  if (column === 'envVars') return (held as readonly Row[]).map((one) => String(one['name'])).join(', ')
  if (column === 'stages') return (held as readonly Row[]).map((one) => String(one['stage'])).join(', ')
  if (column === 'resources') return machine(row)
  if (column === 'lastRun') return state(String(row['status']))
  if (column === 'breaker') return `open after ${String(row['failures'])} failures`
  if (column === 'progress') return `${String(row['succeeded'])}/${String(row['total'])}`
  if (column === 'workingDirectory') return oneLine(String(row['path']))
  return JSON.stringify(held)
}

/** Two places of the amount, or four where it needs them. */
const dollars = (usd: number): string => `$${usd.toFixed(4).replace(/00$/, '')}`

/** What an agent said of its machine. */
function machine({ cpu_percent: cpu, memory_percent: memory, gpu }: Row): string {
  const share = (name: string, percent: unknown): string[] => (typeof percent === 'number' ? [`${name} ${Math.round(percent)} %`] : [])
  return [...share('CPU', cpu), ...share('memory', memory), ...(typeof gpu === 'string' ? [gpu] : [])].join(', ')
}

/** Colour only where somebody looks at it. */
function coloured(line: string): string {
  if (!process.stdout.isTTY || process.env['NO_COLOR']) return line
  return line.replace(/[✓✗▶…‖] \w+/, (word) => `\u001b[${sgr[word.slice(0, 1)] ?? 39}m${word}\u001b[0m`)
}
