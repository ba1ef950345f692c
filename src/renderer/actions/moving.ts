import { Download } from 'lucide-react'
import { toLine } from '../../shared/contract/case.ts'
import { Document } from '../../shared/contract/document.ts'
import type { DocumentFormat } from '../../shared/document/text.ts'
import type { JobId } from '../../shared/model/ids.ts'
import { saveFile } from '../ui/save-file.ts'
import { defineAction, type ActionContext } from './define.ts'
import { told } from './tell.ts'

export const movingActions = [
  defineAction({
    id: 'jobs.export',
    title: 'Export job',
    scope: 'Jobs',
    icon: Download,
    unavailable: ({ state }) => (state.jobs.has(state.selection.jobKey as JobId) ? undefined : 'Select a job first'),
    async perform({ client, state }) {
      const job = state.jobs.get(state.selection.jobKey as JobId)
      const document = job && (await told(client.moving.exportJob({ jobId: job.id })))
      if (document) await save(job.name, document, 'yaml')
    },
  }),
  defineAction({
    id: 'app.exportAll',
    title: 'Export everything',
    scope: 'App',
    icon: Download,
    perform: (context) => exportEverything(context, 'yaml'),
  }),
]

export async function exportEverything({ client }: Pick<ActionContext, 'client'>, format: DocumentFormat): Promise<void> {
  const document = await told(client.moving.export({}))
  if (document) await save('yardmaster', document, format)
}

/** What writes YAML is read only when somebody exports. */
async function save(name: string, document: Document, format: DocumentFormat): Promise<void> {
  const { textOf } = await import('../../shared/document/text.ts')
  saveFile(`${fileName(name)}.${format}`, textOf(toLine(Document, document), format))
}

/** What every system takes in a file’s name. */
const fileName = (name: string): string => name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|-+$/g, '') || 'job'
