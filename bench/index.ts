import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { measure, type Measured, type Row } from './harness.ts'
import { commandLine, start } from './rows/programs.ts'
import { claimAndSettle, submit } from './rows/queue.ts'
import { listOverRest } from './rows/rest.ts'
import { logIntake, logPage, logSearch } from './rows/log.ts'
import { shortRun } from './rows/short-run.ts'

/* `npm run bench [-- --only NAME] [--json FILE]`: every figure as a ratio against its reference in the same run. */

const rows: readonly Row[] = [submit, claimAndSettle, shortRun, logIntake, logPage, logSearch, listOverRest, start, commandLine]

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'string' } } })
const results: Measured[] = []
for (const row of rows.filter((one) => !values.only || one.name.includes(values.only))) {
  process.stderr.write(`${row.name}: ${row.work} …\n`)
  results.push(await measure(row))
}

const number = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 })
const table = results.map((row) => [row.name, `${number(row.ours)} ${row.unit}`, `${number(row.reference)} ${row.unit}`, number(row.ratio), row.aim, row.reached ? 'yes' : 'no', row.note])
print([['row', 'ours', 'reference', 'ratio', 'aim', 'reached', ''], ...table])
process.stdout.write(`\n${JSON.stringify(results)}\n`)
if (values.json) writeFileSync(values.json, `${JSON.stringify(results, undefined, 2)}\n`)

function print(lines: readonly (readonly string[])[]): void {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? []
  for (const line of lines) process.stdout.write(`${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()}\n`)
}
