import { once } from 'node:events'
import { operationAt } from '../shared/contract/index.ts'
import { toLine } from '../shared/contract/case.ts'
import type { RunId } from '../shared/model/ids.ts'
import type { LogLine } from '../shared/model/log.ts'
import { value, type Engine } from './engine.ts'
import type { Given } from './groups.ts'
import { printJson } from './print.ts'

/** Ends quietly with Ctrl+C: whoever follows decides how long. */
const untilInterrupted = (): AbortSignal => {
  const stopping = new AbortController()
  process.once('SIGINT', () => { stopping.abort(); process.exit(0) })
  return stopping.signal
}

async function write(text: string, to: NodeJS.WriteStream = process.stdout): Promise<void> {
  if (text !== '' && !to.write(text)) await once(to, 'drain')
}

export async function printLog({ client }: Engine, runId: RunId, given: Given): Promise<void> {
  const stream = given['stream'] as 'stdout' | 'stderr' | undefined
  const part = { ...(typeof given['fromLine'] === 'string' && { fromLine: Number(given['fromLine']) }), ...(typeof given['q'] === 'string' && { q: given['q'] }) }
  if (given.json || Object.keys(part).length > 0) {
    const page = await value(client.runs.logs({ runId, limit: 5_000, ...part, ...(stream && { stream }) }))
    const operation = operationAt('runs.logs')
    if (given.json && operation) return printJson(operation, page)
    return write(page.lines.map((line) => `${line.text}\n`).join(''))
  }
  for await (const chunks of client.runs.output({ runId, ...(stream && { stream }) }, untilInterrupted())) await write(chunks.join(''))
}

/** Standard error goes to standard error, so that both can be told apart here too. */
export async function followLog({ client }: Engine, runId: RunId, given: Given): Promise<void> {
  const from = typeof given['fromLine'] === 'string' ? Number(given['fromLine']) : 1
  for await (const lines of client.runs.followLog({ runId, fromLine: from }, untilInterrupted())) {
    for (const line of lines) if (!given['stream'] || line.stream === given['stream']) await writeLine(line, given.json === true)
  }
}

async function writeLine(line: LogLine, json: boolean): Promise<void> {
  if (json) return write(`${JSON.stringify(line)}\n`)
  await write(`${line.text}\n`, line.stream === 'stdout' ? process.stdout : process.stderr)
}

export async function followEvents({ client }: Engine, given: Given): Promise<void> {
  const operation = operationAt('events.follow')
  const print = async (events: readonly unknown[]): Promise<void> => write(events.map((event) => `${JSON.stringify(operation ? toLine(operation.output, event) : event)}\n`).join(''))
  const after = Number(given['after'] ?? 0)
  if (!given['follow']) return print((await value(client.events.list({ after, limit: 500 }))).events)
  for await (const events of client.events.follow({ after }, untilInterrupted())) await print(events)
}
