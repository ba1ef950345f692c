import type { Client } from '../../shared/contract/client.ts'
import type { Run } from '../../shared/model/run.ts'
import { askDesktop } from '../wire/wire.ts'
import { told } from './tell.ts'

/** What a tab of a browser shows; more is for a file. */
const mostShown = 20_000_000

/** The log as the system shows files of text; in a browser, as a page of its own. */
export async function openLog(client: Client, { id }: Run): Promise<void> {
  const opened = askDesktop('window.openLog', { runId: id })
  if (opened) {
    await told(opened)
    return
  }
  // At once, while the click still counts as one.
  const page = window.open('', '_blank')
  const parts: string[] = []
  let length = 0
  for await (const chunks of client.runs.output({ runId: id }, new AbortController().signal)) {
    parts.push(...chunks)
    length += chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    if (length > mostShown) break
  }
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/plain;charset=utf-8' }))
  if (page) page.location.href = address
}
