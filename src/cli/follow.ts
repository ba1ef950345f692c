import { once } from 'node:events'
import type { z } from 'zod'
import { toLine } from '../shared/contract/case.ts'
import { contract } from '../shared/contract/index.ts'
import type { JobId, RunId } from '../shared/model/ids.ts'
import type { JournalEvent } from '../shared/model/event.ts'
import type { LogLine } from '../shared/model/log.ts'
import { value, type Engine } from './engine.ts'
import { Ended, exitCodes, flagOf } from './exit.ts'
import { inputFrom } from './flags.ts'
import type { Given } from './given.ts'
import { printJson } from './print.ts'

/** Ends quietly with Ctrl+C: whoever follows decides how long. */
const untilInterrupted = (): AbortSignal => {
  const stopping = new AbortController()
  process.once('SIGINT', () => {
    stopping.abort()
    process.exit(0)
  })
  return stopping.signal
}

async function write(text: string, to: NodeJS.WriteStream = process.stdout): Promise<void> {
  if (text !== '' && !to.write(text)) await once(to, 'drain')
}

/** What is not given to the engine as it is has to be checked here. */
function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  throw new Ended(exitCodes.usage, read.error.issues.map((issue) => `${flagOf(issue.path.join('.'))}: ${issue.message}`).join('\n'))
}

/** The flags of `runs logs`, read before any row is looked for. */
export const logPartFrom = (given: Given) => {
  const input = inputFrom(contract.runs.logs, given)
  const { fromLine, limit, stream, q } = checked(contract.runs.logs.input.omit({ runId: true }), input)
  return { fromLine, limit, stream, q, isWhole: !('fromLine' in input || 'limit' in input || 'q' in input) }
}
type LogPart = ReturnType<typeof logPartFrom>

export async function printLog({ client }: Engine, runId: RunId, { part, json }: { part: LogPart; json: boolean }): Promise<void> {
  const { isWhole, stream, ...page } = part
  if (isWhole && !json && stream !== 'system') {
    for await (const chunks of client.runs.output({ runId, ...(stream && { stream }) }, untilInterrupted())) await write(chunks.join(''))
    return
  }
  const answer = await value(client.runs.logs({ runId, ...page, stream }))
  if (json) printJson(contract.runs.logs, answer)
  else await write(answer.lines.map((line) => `${line.text}\n`).join(''))
}

/** Standard error goes to standard error, so that both can be told apart here too. */
export async function followLog({ client }: Engine, runId: RunId, { part, json }: { part: LogPart; json: boolean }): Promise<void> {
  const { fromLine, stream, q } = part
  const isWanted = (line: LogLine): boolean =>
    (stream === undefined || line.stream === stream) && (q === undefined || line.text.includes(q))
  for await (const lines of client.runs.followLog({ runId, fromLine }, untilInterrupted())) {
    for (const line of lines.filter(isWanted)) await writeLine(line, json)
  }
}

async function writeLine(line: LogLine, json: boolean): Promise<void> {
  if (json) return write(`${JSON.stringify(toLine(contract.runs.followLog.output, line))}\n`)
  await write(`${line.text}\n`, line.stream === 'stdout' ? process.stdout : process.stderr)
}

/** One JSON document a line for machines, while following; a sentence a line for people. */
export async function followEvents({ client }: Engine, given: Given): Promise<void> {
  const { after } = checked(contract.events.follow.input, inputFrom(contract.events.follow, given))
  for await (const events of client.events.follow({ after }, untilInterrupted())) {
    await write(
      events.map((event) => `${given.json ? JSON.stringify(toLine(contract.events.follow.output, event)) : sentence(event)}\n`).join(''),
    )
  }
}

/** How the job stands, and each change, until it has ended. */
export async function followJob({ client }: Engine, jobId: JobId, given: Given): Promise<void> {
  const { after } = checked(contract.jobs.stream.input.omit({ jobId: true }), inputFrom(contract.jobs.stream, given))
  for await (const changes of client.jobs.stream({ jobId, after }, untilInterrupted())) {
    await write(
      changes
        .map(
          (change) =>
            `${given.json ? JSON.stringify(toLine(contract.jobs.stream.output, change)) : `${change.timestamp}  ${change.status}${change.stage ? ` (${change.stage})` : ''}  ${change.message}`}\n`,
        )
        .join(''),
    )
  }
}

export async function printEvents({ client }: Engine, given: Given): Promise<void> {
  const page = await value(client.events.list(checked(contract.events.list.input, inputFrom(contract.events.list, given))))
  if (given.json) return printJson(contract.events.list, page)
  await write(page.events.map((event) => `${sentence(event)}\n`).join(''))
}

function sentence(event: JournalEvent): string {
  const row = event.run ?? event.task ?? event.job
  const name = row && JSON.stringify('taskName' in row ? row.taskName : row.name)
  return [
    event.seq,
    event.time,
    event.type.padEnd(16),
    event.runId ?? event.taskId ?? event.jobId,
    name,
    event.run?.status ?? event.job?.status,
  ]
    .filter(Boolean)
    .join('  ')
}
