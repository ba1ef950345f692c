import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { fromLine, pathOnLine, toLine } from '../shared/contract/case.ts'
import { Document } from '../shared/contract/document.ts'
import { contract } from '../shared/contract/index.ts'
import type { ImportReport } from '../shared/contract/moving.ts'
import type { Operation } from '../shared/contract/operation.ts'
import type { DocumentFormat } from '../shared/document/text.ts'
import { addBackups } from './backup.ts'
import { reachEngine, value } from './engine.ts'
import { Ended, exitCodes, flagOf } from './exit.ts'
import { addFlags, inputFrom } from './flags.ts'
import { globals, type Given } from './given.ts'
import { completeId } from './ids.ts'
import { out, printJson } from './print.ts'
import { printReport } from './report.ts'

/*
 * Moving in and out: import, export, apply, and the same for one job.
 */

export function addMoving(program: Command): void {
  addImport(program)
  addApply(program)
  addBackups(program)
  withOutput(
    program.command('export').description(contract.moving.export.summary).option('--job <id>', 'only this job, with everything below it'),
  ).action(async function (this: Command) {
    const given = globals(this)
    await writeDocument(given, typeof given['job'] === 'string' ? given['job'] : undefined)
  })
  program
    .command('schema')
    .description('Print the JSON Schema of documents, for editors')
    .action(async function (this: Command) {
      out(JSON.stringify(await value(reachEngine(globals(this).home).client.moving.schema({})), undefined, 2))
    })
}

export function addJobMoving(jobs: Command): void {
  withOutput(jobs.command('export <id>').description(contract.moving.exportJob.summary)).action(async function (this: Command, id: string) {
    await writeDocument(globals(this), id)
  })
  const command = jobs
    .command('import [file]')
    .description('Take in an exported document, or an export file of claude-code-scheduler; - reads standard input')
    .option('-i, --input <file>', 'the file, as claude-code-scheduler’s command had it')
    .option('-f, --force', 'overwrite what is already here')
    .option('--dry-run', 'only say what would be done')
    .addOption(new Option('--on-conflict <how>').choices(['refuse', 'skip', 'overwrite', 'rename']))
  command.action(async (file: string | undefined) => importJob(globals(command), file))
}

/** Loaded only where a document is read or written: YAML takes as long to load as everything else together. */
const documentText = () => import('../shared/document/text.ts')

const withOutput = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'how it is written; by the name of the file otherwise').choices(['json', 'yaml']))
    .option('-o, --output <file>', 'where to; printed otherwise')
    .option('--out <file>', 'the same')

async function writeDocument(given: Given, job: string | undefined): Promise<void> {
  const { client } = reachEngine(given.home)
  const document = await value(
    job === undefined ? client.moving.export({}) : client.moving.exportJob({ jobId: await completeId(client, 'job', job) }),
  )
  const file = given['output'] ?? given['out']
  const { textOf } = await documentText()
  const text = textOf(toLine(Document, document), formatOf(given, file))
  if (typeof file !== 'string' || file === '-') return void process.stdout.write(text)
  writeFileSync(file, text)
  process.stderr.write(`Written to ${resolve(file)}\n`)
}

const formatOf = (given: Given, file: unknown): DocumentFormat =>
  given['format'] === 'yaml' || (given['format'] === undefined && typeof file === 'string' && /\.ya?ml$/.test(file)) ? 'yaml' : 'json'

function addImport(program: Command): void {
  const command = program.command('import').description(contract.moving.import.summary)
  addFlags(command, contract.moving.import)
  command.action(async () => {
    const given = globals(command)
    const input = inputFrom(contract.moving.import, given)
    print(
      given,
      contract.moving.import,
      await value(reachEngine(given.home).client.moving.import({ ...input, ...source(input['path']) } as never), placeOf),
    )
  })
}

function addApply(program: Command): void {
  const command = program
    .command('apply <file>')
    .description(`${contract.moving.apply.summary}; - reads standard input`)
    .option('--dry-run', 'only say what would be done')
  command.action(async (file: string) => {
    const given = globals(command)
    print(
      given,
      contract.moving.apply,
      await value(reachEngine(given.home).client.moving.apply({ ...source(file), dryRun: given['dryRun'] === true }), placeOf),
    )
  })
}

/** Where in a document something is not right; what is not in a document, is a flag. */
const placeOf = (path: string): string => (path.includes('.') ? pathOnLine(path) : flagOf(path))

/** The engine reads files itself, so that they may be large; what comes on standard input is sent. */
function source(path: unknown): { readonly path?: string; readonly text?: string } {
  if (typeof path !== 'string') return {}
  return path === '-' ? { path: undefined, text: readFileSync(0, 'utf8') } : { path: path.startsWith('~') ? path : resolve(path) }
}

async function importJob(given: Given, argument: string | undefined): Promise<void> {
  const file = argument ?? given['input']
  if (typeof file !== 'string') throw new Ended(exitCodes.usage, 'Name the file: jobs import FILE')
  const { client } = reachEngine(given.home)
  const document = await readDocument(file)
  const dryRun = given['dryRun'] === true
  if (isOfPredecessor(document))
    return print(
      given,
      contract.moving.import,
      await value(client.moving.import({ from: 'claude-code-scheduler', ...source(file), dryRun })),
    )
  const how = {
    force: given['force'] === true,
    dryRun,
    ...(given['onConflict'] !== undefined && { onConflict: given['onConflict'] as 'skip' }),
  }
  print(
    given,
    contract.moving.importJob,
    await value(client.moving.importJob({ ...(fromLine(Document, document) as Document), ...how }), placeOf),
  )
}

async function readDocument(file: string): Promise<unknown> {
  const { valueIn } = await documentText()
  const read = valueIn(textIn(file))
  if ('problem' in read) throw new Ended(exitCodes.usage, `${file} ${read.problem}`)
  return read.value
}

function textIn(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (error) {
    throw new Ended(exitCodes.notFound, `${file} could not be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const isOfPredecessor = (document: unknown): boolean =>
  typeof document === 'object' && document !== null && 'job' in document && 'version' in document

function print(given: Given, operation: Operation, report: ImportReport): void {
  if (given.json) printJson(operation, report)
  else printReport(report)
}
