import { toast } from 'sonner'
import type { Client } from '../../../shared/contract/client.ts'
import type { Run } from '../../../shared/model/run.ts'

/** What somebody may want in the clipboard; more is for a file. */
const mostCopied = 5_000_000

export async function copyLog(client: Client, run: Run): Promise<void> {
  const text = await output(client, run, mostCopied)
  await navigator.clipboard.writeText(text)
  toast(text.length >= mostCopied ? 'The first 5 MB were copied; save the log for all of it.' : 'The log was copied.')
}

export async function saveLog(client: Client, run: Run): Promise<void> {
  const file = new Blob([await output(client, run, Number.POSITIVE_INFINITY)], { type: 'text/plain' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `${run.taskName.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}-${run.id.slice(0, 8)}.log`
  link.click()
  URL.revokeObjectURL(link.href)
}

async function output(client: Client, run: Run, most: number): Promise<string> {
  const parts: string[] = []
  let length = 0
  for await (const chunks of client.runs.output({ runId: run.id }, new AbortController().signal)) {
    parts.push(...chunks)
    length += chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    if (length >= most) break
  }
  return parts.join('').slice(0, most)
}
