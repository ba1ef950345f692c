import type { Command } from 'commander'
import { contract, operationAt, type OperationName } from '../shared/contract/index.ts'
import { pathParameters, splitRoute } from '../shared/contract/http-route.ts'
import type { Operation } from '../shared/contract/operation.ts'
import type { JobId, RunId } from '../shared/model/ids.ts'
import type { Run } from '../shared/model/run.ts'
import { confirmDeletion } from './confirm.ts'
import { reachEngine, value, type Engine } from './engine.ts'
import { exitCodes } from './exit.ts'
import { addFamiliarWords, withFamiliarWords } from './familiar.ts'
import { addFlags, inputFrom } from './flags.ts'
import { followEvents, followJob, followLog, logPartFrom, printEvents, printLog } from './follow.ts'
import { globals, type Given } from './given.ts'
import { completeId, type Entity } from './ids.ts'
import { addJobMoving, addMoving } from './moving.ts'
import { printForPeople, printJson } from './print.ts'
import { addSettings } from './settings.ts'
import { addUsers } from './users.ts'
import { waitFor } from './wait.ts'

/** Operations that are commands of their own, in a group, by the verb that people type. */
const verbs = {
  jobs: {
    list: 'list',
    get: 'get',
    create: 'create',
    update: 'update',
    delete: 'delete',
    submit: 'submit',
    tasks: 'tasks',
    run: 'run',
    retry: 'retry',
    stop: 'stop',
    cancel: 'cancel',
    confirm: 'confirm',
    place: 'place',
    tree: 'tree',
    transitions: 'transitions',
  },
  tasks: {
    list: 'list',
    get: 'get',
    create: 'create',
    update: 'update',
    delete: 'delete',
    run: 'run',
    enable: 'enable',
    disable: 'disable',
    'close-breaker': 'closeBreaker',
  },
  runs: {
    list: 'list',
    get: 'get',
    stop: 'stop',
    pause: 'pause',
    resume: 'resume',
    restart: 'restart',
    diff: 'diff',
    pin: 'pin',
    unpin: 'unpin',
    delete: 'delete',
  },
  queue: { list: 'list' },
  schedules: { list: 'list', timeline: 'timeline', preview: 'preview' },
  ticks: { list: 'list' },
  inbox: { list: 'list', read: 'read', 'read-all': 'readAll' },
  statistics: { get: 'get' },
  spend: { list: 'list' },
  usage: { get: 'get' },
  workers: { list: 'list', get: 'get', pause: 'pause', resume: 'resume', terminate: 'terminate', metrics: 'metrics' },
  agents: { list: 'list', drain: 'drain', undrain: 'undrain' },
  resources: {
    quotas: 'quotas',
    usage: 'usage',
    allocations: 'allocations',
    allocate: 'allocate',
    release: 'release',
    'set-quota': 'setQuota',
  },
  worktrees: { list: 'list', remove: 'remove' },
  dispatch: { create: 'create', status: 'status', cancel: 'cancel' },
  bus: { test: 'test', 'dead-letters': 'deadLetters', requeue: 'requeue' },
  profiles: { list: 'list', get: 'get', create: 'create', update: 'update', delete: 'delete', test: 'test', resume: 'resume' },
  auth: { me: 'me', logout: 'logout', audit: 'audit' },
  pipelines: { list: 'list', get: 'get', put: 'put' },
  retention: { preview: 'preview', apply: 'apply' },
} as const satisfies { [Group in keyof typeof contract]?: Record<string, string> }

/** Under which heading of the help a group stands that begins a new one; those after it stand there too. */
const headings: Readonly<Record<string, string>> = { jobs: 'Work:', workers: 'Machines:', profiles: 'Set-up:' }

/** @param argv what was typed: a group that is not in it gets no commands, as making them takes longer than most commands do */
export function addGroups(program: Command, argv: readonly string[], end: (code: number) => void): void {
  for (const [group, members] of Object.entries(verbs)) {
    if (headings[group]) program.commandsGroup(headings[group])
    const parent = program.command(group).description(Object.keys(members).join(', '))
    if (argv.includes(group) || argv.includes('completion')) addMembers(parent, group, members, end)
  }
  addSettings(program)
  addUsers(program)
  addEvents(program)
  addMoving(program.commandsGroup('In and out:'))
}

function addMembers(parent: Command, group: string, members: Readonly<Record<string, string>>, end: (code: number) => void): void {
  for (const [verb, key] of Object.entries(members)) addVerb(parent, verb, `${group}.${key}`, end)
  if (group === 'jobs') {
    addTaskOrder(parent)
    addJobStream(parent)
    addJobMoving(parent)
  }
  if (group === 'runs') {
    parent.commands.find((command) => command.name() === 'restart')?.alias('retry')
    addLogs(parent)
  }
}

function addEvents(program: Command): void {
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

function addVerb(parent: Command, verb: string, name: string, end: (code: number) => void): void {
  const operation = operationAt(name)
  if (!operation) throw new Error(`There is no operation ${name}`)
  const [parameter] = pathParameters(splitRoute(operation.route).path)
  const command = parent
    .command(parameter ? `${verb} <${parameter.endsWith('Id') ? 'id' : parameter}>` : verb)
    .description(operation.summary)
  addFlags(command, operation)
  if (name === 'tasks.create') command.option('--job <id>', 'short for --job-id')
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
      print(given, operation, answer)
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

function addJobStream(parent: Command): void {
  const command = parent
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

function addTaskOrder(parent: Command): void {
  const command = parent.command('task-order <id> [tasks...]').alias('set-order').description('Show a job’s task order, or set it')
  command.action(async (id: string, tasks: string[]) => {
    const given = globals(command)
    const { client } = reachEngine(given.home)
    const jobId = await completeId(client, 'job', id)
    if (tasks.length === 0) return print(given, contract.jobs.taskOrder, await value(client.jobs.taskOrder({ jobId })))
    const taskOrder = await Promise.all(tasks.map((task) => completeId(client, 'task', task)))
    print(given, contract.jobs.setTaskOrder, await value(client.jobs.setTaskOrder({ jobId, taskOrder })))
  })
}

function print(given: Given, operation: Operation, answer: unknown): void {
  if (given.json) printJson(operation, answer)
  else printForPeople(answer)
}

function addLogs(parent: Command): void {
  const command = parent.command('logs <id>').description('What a run printed').option('--follow', 'go on until the run has ended')
  addFlags(command, contract.runs.logs)
  command.action(async (id: string) => {
    const given = globals(command)
    const how = { part: logPartFrom(given), json: given.json === true }
    const engine = reachEngine(given.home)
    const runId = await completeId(engine.client, 'run', id)
    await (given['follow'] ? followLog : printLog)(engine, runId, how)
  })
}
