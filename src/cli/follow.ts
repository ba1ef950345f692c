import { once } from 'node:events'
import type { Command } from 'commander'
import type { z } from 'zod'
import { toLine } from '../shared/contract/case.ts'
import { contract } from '../shared/contract/index.ts'
import type { JobId, RunId } from '../shared/model/ids.ts'
import type { JournalEvent } from '../shared/model/event.ts'
import type { LogLine } from '../shared/model/log.ts'
import { reachEngine, value, type Engine } from './engine.ts'
import { Ended, exitCodes, flagOf } from './exit.ts'
import { addFlags, inputFrom } from './flags.ts'
import { globals, type Given } from './given.ts'
import { completeId } from './ids.ts'
import { printJson } from './print.ts'

export function addEvents(program: Command): void {
  const command = program
    .command('events')
    .description('The journal: what changed')
    .option('--follow', 'go on with what comes; from now on without --after')
  addFlags(command, contract.events.list)
  command.action(async () => {
    const given = globals(command)
    await (given['follow'] ? followEvents : printEvents)(reachEngine(given.home), given)
  })
}

export function addLogs(runs: Command): void {
  const command = runs.command('logs <id>').description('What a run printed').option('--follow', 'go on until the run has ended')
  addFlags(command, contract.runs.logs)
  command.action(async (id: string) => {
    const given = globals(command)
    const how = { part: logPartFrom(given), json: given.json === true }
    const engine = reachEngine(given.home)
    const runId = await completeId(engine.client, 'run', id)
    await (given['follow'] ? followLog : printLog)(engine, runId, how)
  })
}

export function addJobStream(jobs: Command): void {
  const command = jobs
    .command('stream <id>')
    .description(contract.jobs.stream.summary)
    .option('--follow', 'the same: it always goes on until the job has ended')
  addFlags(command, contract.jobs.stream)
  command.action(async (id: string) => {
    const given = globals(command)
    const engine = reachEngine(given.home)
    await followJob(engine, await completeId(engine.client, 'job', id), given)
  })
}

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
const logPartFrom = (given: Given) => {
  const input = inputFrom(contract.runs.logs, given)
  const { fromLine, limit, stream, q } = checked(contract.runs.logs.input.omit({ runId: true }), input)
  return { fromLine, limit, stream, q, isWhole: !('fromLine' in input || 'limit' in input || 'q' in input) }
}
type LogPart = ReturnType<typeof logPartFrom>

async function printLog({ client }: Engine, runId: RunId, { part, json }: { part: LogPart; json: boolean }): Promise<void> {
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
async function followLog({ client }: Engine, runId: RunId, { part, json }: { part: LogPart; json: boolean }): Promise<void> {
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
async function followEvents({ client }: Engine, given: Given): Promise<void> {
  const { after } = checked(contract.events.follow.input, inputFrom(contract.events.follow, given))
  for await (const events of client.events.follow({ after }, untilInterrupted())) {
    await write(
      events.map((event) => `${given.json ? JSON.stringify(toLine(contract.events.follow.output, event)) : sentence(event)}\n`).join(''),
    )
  }
}

/** How the job stands, and each change, until it has ended. */
async function followJob({ client }: Engine, jobId: JobId, given: Given): Promise<void> {
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

async function printEvents({ client }: Engine, given: Given): Promise<void> {
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
