import { toast } from 'sonner'
import type { Client } from '../../../shared/contract/client.ts'
import type { Run } from '../../../shared/model/run.ts'

/** What somebody may want in the clipboard; more is for a file. */
const mostCopied = 5_000_000

export async function copyLog(client: Client, run: Run): Promise<void> {
  try {
    const text = await textOf(client, run, mostCopied)
    await navigator.clipboard.writeText(text)
    toast(text.length >= mostCopied ? 'The first 5 MB were copied; save the log for all of it.' : 'The log was copied.')
  } catch {
    toast.error('The log was not copied. Save it as a file instead.')
  }
}

export async function saveLog(client: Client, run: Run): Promise<void> {
  try {
    const file = await chosenFile(nameOf(run))
    if (file === 'given up') return
    if (file) await writeTo(file, client, run)
    else download(new Blob(await chunksOf(client, run), { type: 'text/plain' }), nameOf(run))
    toast('The log was saved.')
  } catch {
    toast.error('The log was not saved whole. Look at the free space of the disk, and try again.')
  }
}

const nameOf = (run: Run): string => `${run.taskName.replace(/[^\p{L}\p{N}]+/gu, '-').toLowerCase()}-${run.id.slice(0, 8)}.log`

interface WritableFile {
  createWritable(): Promise<WritableStream<string> & { close(): Promise<void> }>
}
interface FilePicker {
  showSaveFilePicker?(options: { suggestedName: string }): Promise<WritableFile>
}

/** Where the browser can write a file as it comes, so that gigabytes are never held; undefined where it cannot. */
async function chosenFile(name: string): Promise<WritableFile | 'given up' | undefined> {
  const { showSaveFilePicker } = window as FilePicker
  if (!showSaveFilePicker) return undefined
  try {
    return await showSaveFilePicker({ suggestedName: name })
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? 'given up' : undefined
  }
}

async function writeTo(file: WritableFile, client: Client, run: Run): Promise<void> {
  const writer = (await file.createWritable()).getWriter()
  for await (const chunks of client.runs.output({ runId: run.id }, new AbortController().signal)) await writer.write(chunks.join(''))
  await writer.close()
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

async function chunksOf(client: Client, run: Run, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const parts: string[] = []
  let length = 0
  for await (const chunks of client.runs.output({ runId: run.id }, new AbortController().signal)) {
    parts.push(...chunks)
    length += chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    if (length >= most) break
  }
  return parts
}

const textOf = async (client: Client, run: Run, most: number): Promise<string> =>
  (await chunksOf(client, run, most)).join('').slice(0, most)
