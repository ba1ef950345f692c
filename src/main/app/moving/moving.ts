import { documentSchema } from '../../../shared/contract/document-schema.ts'
import { fromLine } from '../../../shared/contract/case.ts'
import { Document } from '../../../shared/contract/document.ts'
import type { ImportReport } from '../../../shared/contract/moving.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { JobId } from '../../../shared/model/ids.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import type { FoundText, ImportFiles } from '../../ports/import-files.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { invalid } from '../failures.ts'
import { fieldWords } from '../../../shared/words/fields.ts'
import { validationOf } from '../validation.ts'
import { backUp } from './backup.ts'
import { takeCrontab } from './crontab.ts'
import { exportAll, exportJob } from './portable.ts'
import { takeOver } from './predecessor.ts'
import { takeDocument } from './take-document.ts'

type Answer = Promise<Result<ImportReport, Failure>>

export const movingHandlers = (deps: Deps, files: ImportFiles): Handlers<'moving'> => ({
  import: {
    patient: async ({ from, onConflict: policy, dryRun, skipSamples, appendUnordered, ...source }, caller): Answer => {
      if (from === 'claude-code-scheduler') {
        const found = await predecessorFiles(files, source)
        return found.ok
          ? takeOver(deps, { found: found.value, files, path: source.path, dryRun, skipSamples, appendUnordered }, caller)
          : found
      }
      if (from === 'crontab') {
        const found = await textOfSource(source, files, () => files.crontab())
        return found.ok ? takeCrontab(deps, { ...found.value, path: source.path }, { dryRun, policy }, caller) : found
      }
      const read = await documentIn(source, files)
      return read.ok ? takeDocument(deps, read.value.document, { file: read.value.name, policy, dryRun }, caller) : read
    },
  },
  apply: {
    patient: async ({ document, dryRun, ...source }, caller): Answer => {
      const read = document ? ok({ document, name: 'document' }) : await documentIn(source, files)
      return read.ok ? takeDocument(deps, read.value.document, { file: read.value.name, policy: 'overwrite', dryRun }, caller) : read
    },
  },
  export: (_input, caller) => ok(exportAll(deps, caller)),
  backup: { patient: ({ path }) => backUp(deps, path) },
  schema: () => ok(documentSchema()),
  exportJob: ({ jobId }) => exportJob(deps, jobId),
  importJob: {
    patient: async ({ force, dryRun, onConflict = force ? 'overwrite' : 'refuse', ...document }, caller) => {
      const taken = takeDocument(deps, document, { file: 'document', policy: onConflict, dryRun }, caller)
      const first = taken.ok ? taken.value.rows.find((row) => row.entity === 'job') : undefined
      return taken.ok ? ok({ ...taken.value, jobId: first ? JobId.parse(first.id) : null }) : taken
    },
  },
})

interface Source {
  readonly path?: string | undefined
  readonly text?: string | undefined
}

const nothingAt = (where: string, hint: string): Result<never, Failure> =>
  fail({
    kind: 'not_found',
    message: `There is nothing to import in ${where.slice(0, 200)}. ${hint}`,
    entity: 'file',
    id: where.slice(0, 200),
  })

/** Loaded at the first document: a start needs no YAML. */
const documentText = () => import('../../../shared/document/text.ts')

async function predecessorFiles(files: ImportFiles, { path, text }: Source) {
  if (text !== undefined) return ok([{ name: 'text', content: (await documentText()).valueIn(text) }])
  const found = await files.predecessor(path)
  return found.length > 0
    ? ok(found)
    : nothingAt(path ?? '~/.config/claude-code-scheduler and ~/.claude-scheduler', 'Name its data folder, or one of its export files.')
}

async function textOfSource(
  { path, text }: Source,
  files: ImportFiles,
  usual: () => Promise<FoundText | undefined>,
): Promise<Result<FoundText, Failure>> {
  if (text !== undefined) return ok({ name: 'text', text })
  const found = path === undefined ? await usual() : await files.text(path)
  return found ? ok(found) : nothingAt(path ?? 'the usual place', 'Give the path of a file, or its text.')
}

async function documentIn(
  source: Source,
  files: ImportFiles,
): Promise<Result<{ readonly document: Document; readonly name: string }, Failure>> {
  if (source.path === undefined && source.text === undefined) return invalid('path', 'is needed: the file of the document, or its text')
  const found = await textOfSource(source, files, async () => undefined)
  if (!found.ok) return found
  const { name, text } = found.value
  const read = (await documentText()).valueIn(text)
  if ('problem' in read) return fail({ kind: 'bad_request', message: `${name} ${read.problem}` })
  const parsed = Document.safeParse(fromLine(Document, read.value), { error: fieldWords })
  return parsed.success ? ok({ document: parsed.data, name }) : fail(validationOf(parsed.error))
}
