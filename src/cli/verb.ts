import type { Command } from 'commander'
import { operationAt, type OperationName } from '../shared/contract/index.ts'
import { pathParameters, splitRoute } from '../shared/contract/http-route.ts'
import type { Operation } from '../shared/contract/operation.ts'
import type { JobId, RunId } from '../shared/model/ids.ts'
import type { Run } from '../shared/model/run.ts'
import { confirmDeletion } from './confirm.ts'
import { reachEngine, value, type Engine } from './engine.ts'
import { exitCodes } from './exit.ts'
import { addFamiliarWords, withFamiliarWords } from './familiar.ts'
import { addFlags, inputFrom } from './flags.ts'
import { globals, type Given } from './given.ts'
import { completeId, type Entity } from './ids.ts'
import { printAnswer, printJson } from './print.ts'
import { waitFor } from './wait.ts'

/** An operation of the contract as a command: its fields are flags, the row is an argument. */
export function addVerb(parent: Command, verb: string, name: string, end: (code: number) => void): void {
  const operation = operationAt(name)
  if (!operation) throw new Error(`There is no operation ${name}`)
  const [parameter] = pathParameters(splitRoute(operation.route).path)
  const command = parent
    .command(parameter ? `${verb} <${parameter.endsWith('Id') ? 'id' : parameter}>` : verb)
    .description(operation.summary)
  addFlags(command, operation)
  if ('jobId' in operation.input.shape && parameter !== 'jobId') command.option('--job <id>', 'short for --job-id')
  addFamiliarWords(command, name)
  if (verb === 'delete') command.option('-f, --force', 'do not ask')
  const waits = ['run', 'retry', 'restart'].includes(verb)
  if (waits) command.option('--wait', 'follow to the true end: exit code 0 when it succeeded, else 1')
  command.action(async (...args: unknown[]) => {
    const given = globals(command)
    const engine = reachEngine(given.home)
    const answer = await perform(engine, {
      name: name as OperationName,
      operation,
      parameter,
      id: parameter ? String(args[0]) : undefined,
      given,
      verb,
    })
    if (!(waits && given['wait'])) {
      printAnswer(given, operation, answer)
      return verb === 'test' && isNotOk(answer) ? end(exitCodes.failed) : undefined
    }
    const runs = await waitFor(given.home, runIdsOf(answer))
    if (given.json) printJson(operation, await afterwards(engine, answer, runs))
    end(runs.every((run) => run.status === 'succeeded') ? exitCodes.ok : exitCodes.failed)
  })
}

/** Fields that hold an id, and of what. */
const idFields: Readonly<Record<string, Entity>> = { jobId: 'job', parentJobId: 'job', taskId: 'task', profileId: 'profile', before: 'job' }

interface Asked {
  readonly name: OperationName
  readonly operation: Operation
  readonly parameter: string | undefined
  readonly id: string | undefined
  readonly given: Given
  readonly verb: string
}

async function perform({ wire, client }: Engine, { name, operation, parameter, id, given, verb }: Asked): Promise<unknown> {
  const input = inputFrom(operation, given)
  if (parameter && id !== undefined)
    input[parameter] =
      parameter.endsWith('Id') && parameter !== 'agentId'
        ? await completeId(client, parameter.replace(/Id$/, '') as Entity, id)
        : parameter === 'depth'
          ? Number(id)
          : id
  if (typeof given['job'] === 'string') input['jobId'] = given['job']
  for (const [field, entity] of Object.entries(idFields)) {
    const beginning = input[field]
    if (name !== 'dispatch.create' && field !== parameter && typeof beginning === 'string' && beginning !== 'none')
      input[field] = await completeId(client, entity, beginning)
  }
  const said = await withFamiliarWords(client, name, given, input)
  if (verb === 'delete' && !given['force']) await confirmDeletion(client, name, input)
  return value(wire.call(name, said))
}

/** What was tried did not work, though the question was answered. */
const isNotOk = (answer: unknown): boolean => typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false

function runIdsOf(answer: unknown): RunId[] {
  if (typeof answer !== 'object' || answer === null) return []
  if ('runs' in answer && Array.isArray(answer.runs)) return (answer.runs as { id: RunId }[]).map((run) => run.id)
  return 'taskId' in answer && 'id' in answer ? [answer.id as RunId] : []
}

/** The same answer as it stands now that its runs have ended. */
async function afterwards({ client }: Engine, answer: unknown, runs: readonly Run[]): Promise<unknown> {
  const isJob = typeof answer === 'object' && answer !== null && 'runs' in answer && 'id' in answer
  return isJob ? { ...(await value(client.jobs.get({ jobId: answer.id as JobId }))), runs } : runs[0]
}
