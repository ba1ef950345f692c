import type { ImportReport, ImportRow } from '../shared/contract/moving.ts'

const signs = { create: '+', change: '~', skip: '=' } as const satisfies Record<ImportRow['action'], string>

/** What an import did, or would do, for people. */
export function printReport({ dryRun, created, changed, skipped, rows, problems }: ImportReport): void {
  const lines = [
    ...rows
      .filter((row) => row.action !== 'skip' && row.entity !== 'run')
      .map(({ action, entity, name, fields }) => `${signs[action]} ${entity}  ${name}${fields ? `  (${fields.join(', ')})` : ''}`),
    ...problems.map(({ file, index, reason }) => `! ${file}${index === null ? '' : ` [${index}]`}: ${reason}`),
    `${dryRun ? 'Would create' : 'Created'} ${sum(rows, created)}; ${dryRun ? 'would change' : 'changed'} ${changed}; ${skipped} already there; ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

function sum(rows: ImportReport['rows'], created: number): string {
  const of = (entity: string): number => rows.filter((row) => row.action === 'create' && row.entity === entity).length
  const kinds = (['profile', 'job', 'task', 'run'] as const).filter((entity) => of(entity) > 0)
  return kinds.length === 0
    ? String(created)
    : `${created} (${kinds.map((entity) => `${of(entity)} ${entity}${of(entity) === 1 ? '' : 's'}`).join(', ')})`
}
