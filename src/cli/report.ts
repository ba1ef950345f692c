import type { ImportReport } from '../shared/contract/moving.ts'

/** What an import did, or would do, for people. */
export function printReport({ dryRun, created, skipped, rows, problems }: ImportReport): void {
  const lines = [
    ...rows.filter((row) => row.action === 'create' && row.entity !== 'run').map((row) => `+ ${row.entity}  ${row.name}`),
    ...problems.map(({ file, index, reason }) => `! ${file}${index === null ? '' : ` [${index}]`}: ${reason}`),
    `${dryRun ? 'Would create' : 'Created'} ${sum(rows, created)}; ${skipped} already there; ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function sum(rows: ImportReport['rows'], created: number): string {
  const of = (entity: string): number => rows.filter((row) => row.action === 'create' && row.entity === entity).length
  return `${created} (${of('profile')} profiles, ${of('job')} jobs, ${of('task')} tasks, ${of('run')} runs)`
}
