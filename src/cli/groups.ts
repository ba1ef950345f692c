import type { Command } from 'commander'
import type { contract} from '../shared/contract/index.ts';
import { operationAt, type OperationName } from '../shared/contract/index.ts'
import { pathParameters, splitRoute } from '../shared/contract/http-route.ts'
import type { Operation } from '../shared/contract/operation.ts'
import type { RunId } from '../shared/model/ids.ts'
import { confirmDeletion } from './confirm.ts'
import { reachEngine, value, type Engine } from './engine.ts'
import { addFlags, inputFrom } from './flags.ts'
import { followEvents, followLog, printLog } from './follow.ts'
import { completeId, type Entity } from './ids.ts'
import { printForPeople, printJson } from './print.ts'
import { waitFor } from './wait.ts'

/** Operations that are commands of their own, in a group, by the verb that people type. */
const verbs = {
  jobs: { list: 'list', get: 'get', create: 'create', update: 'update', delete: 'delete', tasks: 'tasks', run: 'run', retry: 'retry', stop: 'stop', transitions: 'transitions' },
  tasks: { list: 'list', get: 'get', create: 'create', update: 'update', delete: 'delete', run: 'run', enable: 'enable', disable: 'disable' },
  runs: { list: 'list', get: 'get', stop: 'stop', pause: 'pause', resume: 'resume', restart: 'restart', delete: 'delete' },
  workers: { list: 'list' },
} as const satisfies { [Group in keyof typeof contract]?: Record<string, string> }

export interface Given { readonly home?: string; readonly json?: boolean; readonly [flag: string]: unknown }

export function addGroups(program: Command, end: (code: number) => void): void {
  for (const [group, members] of Object.entries(verbs)) {
    const parent = program.command(group).description(`${group}: ${Object.values(members).join(', ')}`)
    for (const [verb, key] of Object.entries(members)) addVerb(parent, verb, `${group}.${key}`, end)
    if (group === 'jobs') addTaskOrder(parent)
    if (group === 'runs') addLogs(parent)
  }
  addSettings(program)
  program.command('events').description('the journal: what changed').option('--follow', 'go on with what comes').option('--after <seq>', 'only after this number', '0')
    .action(async (_given, command: Command) => followEvents(reachEngine(globals(command).home), command.opts()))
}

export const globals = (command: Command): Given => command.optsWithGlobals()

function addVerb(parent: Command, verb: string, name: string, end: (code: number) => void): void {
  const operation = operationAt(name)
  if (!operation) throw new Error(`There is no operation ${name}`)
  const [parameter] = pathParameters(splitRoute(operation.route).path)
  const command = parent.command(parameter ? `${verb} <id>` : verb).description(operation.summary)
  addFlags(command, operation)
  if (name === 'tasks.create') command.option('--job <id>', 'short for --job-id')
  if (verb === 'delete') command.option('--force', 'do not ask')
  const waits = ['run', 'retry', 'restart'].includes(verb)
  if (waits) command.option('--wait', 'follow to the true end: exit code 0 when it succeeded, else 1')
  command.action(async (...args: unknown[]) => {
    const given = globals(command)
    const engine = reachEngine(given.home)
    const answer = await perform(engine, { name: name as OperationName, operation, parameter, id: parameter ? String(args[0]) : undefined, given, verb })
    if (given.json) printJson(operation, answer)
    else if (!(waits && given['wait'])) printForPeople(answer)
    if (waits && given['wait']) end(await waitFor(given.home, runIdsOf(answer)))
  })
}

interface Asked { readonly name: OperationName; readonly operation: Operation; readonly parameter: string | undefined; readonly id: string | undefined; readonly given: Given; readonly verb: string }

async function perform({ wire, client }: Engine, { name, operation, parameter, id, given, verb }: Asked): Promise<unknown> {
  const input = inputFrom(operation, given)
  if (parameter && id !== undefined) input[parameter] = await completeId(client, parameter.replace(/Id$/, '') as Entity, id)
  const job = given['job'] ?? input['jobId']
  if (typeof job === 'string' && job !== 'none' && 'jobId' in operation.input.shape && parameter !== 'jobId') input['jobId'] = await completeId(client, 'job', job)
  if (verb === 'delete' && !given['force']) await confirmDeletion(client, name, input)
  return value(wire.call(name, input), given.home)
}

function runIdsOf(answer: unknown): RunId[] {
  if (typeof answer !== 'object' || answer === null) return []
  if ('runs' in answer && Array.isArray(answer.runs)) return (answer.runs as { id: RunId }[]).map((run) => run.id)
  return 'taskId' in answer && 'id' in answer ? [answer.id as RunId] : []
}

function addTaskOrder(parent: Command): void {
  const command = parent.command('task-order <id> [tasks...]').description('show a job’s task order, or set it')
  command.action(async (id: string, tasks: string[]) => {
    const given = globals(command)
    const { client } = reachEngine(given.home)
    const jobId = await completeId(client, 'job', id)
    if (tasks.length === 0) return printForOne(given, 'jobs.taskOrder', await value(client.jobs.taskOrder({ jobId })))
    const taskOrder = await Promise.all(tasks.map((task) => completeId(client, 'task', task)))
    printForOne(given, 'jobs.setTaskOrder', await value(client.jobs.setTaskOrder({ jobId, taskOrder })))
  })
}

function printForOne(given: Given, name: string, answer: unknown): void {
  const operation = operationAt(name)
  if (given.json && operation) printJson(operation, answer)
  else printForPeople(answer)
}

function addLogs(parent: Command): void {
  const command = parent.command('logs <id>').description('what a run printed').option('--follow', 'go on until the run has ended').option('--stream <stdout|stderr>', 'only this stream').option('--from-line <n>', 'from this line on').option('--q <text>', 'only lines that contain this text')
  command.action(async (id: string) => {
    const given = globals(command)
    const engine = reachEngine(given.home)
    const runId = await completeId(engine.client, 'run', id)
    await (given['follow'] ? followLog(engine, runId, given) : printLog(engine, runId, given))
  })
}

function addSettings(program: Command): void {
  const settings = program.command('settings').description('settings: get, set')
  const get = settings.command('get [name]').description('show the settings')
  get.action(async (name: string | undefined) => {
    const values = await value(reachEngine(globals(get).home).client.settings.get({}))
    const shown = Object.entries(values).filter(([one]) => name === undefined || one === name)
    if (globals(get).json) return printForOne(globals(get), 'settings.get', values)
    for (const [one, held] of shown) process.stdout.write(`${one.padEnd(24)} ${String(held.value)}  (usually ${String(held.default)})\n`)
  })
  const set = settings.command('set <name> <value>').description('change a setting')
  set.action(async (name: string, text: string) => {
    const number = text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
    printForOne({ ...globals(set), json: true }, 'settings.update', await value(reachEngine(globals(set).home).wire.call('settings.update', { [name]: number })))
  })
}
