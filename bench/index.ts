import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measure, type Measured, type Row } from './harness.ts'
import { deletion } from './rows/delete.ts'
import { dispatch, dispatchToFour } from './rows/dispatch.ts'
import { commandLine, start, startFull } from './rows/programs.ts'
import { claimAndSettle, submit, submitGoal } from './rows/queue.ts'
import { listOverRest } from './rows/rest.ts'
import { logIntake, logPage, logSearch } from './rows/log.ts'
import { idle, scheduleAccuracy } from './rows/schedules.ts'
import { shortRun } from './rows/short-run.ts'
import { windowLog, windowScroll, windowSelect } from './rows/window.ts'

/* `npm run bench [-- NAME …] [--json FILE]`: every figure as a ratio against its reference in the same run. */

const rows: readonly Row[] = [
  submit,
  submitGoal,
  claimAndSettle,
  shortRun,
  logIntake,
  logPage,
  logSearch,
  listOverRest,
  deletion,
  windowSelect,
  windowScroll,
  windowLog,
  start,
  startFull,
  idle,
  scheduleAccuracy,
  dispatch,
  dispatchToFour,
  commandLine,
]

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' }, json: { type: 'string' } } })
const wanted = [...positionals, ...(values.only === undefined ? [] : [values.only])]
const results: Measured[] = []
for (const row of rows.filter((one) => wanted.length === 0 || wanted.some((name) => one.name.includes(name)))) {
  process.stderr.write(`${row.name}: ${row.work} …\n`)
  results.push(await measure(row))
}

const number = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 })
const table = results.map((row) => [
  row.name,
  `${number(row.ours)} ${row.unit}`,
  `${number(row.reference)} ${row.unit}`,
  number(row.ratio),
  row.aim,
  row.reached ? 'yes' : 'no',
  row.note,
])
print([['row', 'ours', 'reference', 'ratio', 'aim', 'reached', ''], ...table])
process.stdout.write(`\n${JSON.stringify(results)}\n`)
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`)

function print(lines: readonly (readonly string[])[]): void {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? []
  for (const line of lines)
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
}
