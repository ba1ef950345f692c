import type { Command } from 'commander'
import type { contract } from '../shared/contract/index.ts'
import { addEvents, addJobStream, addLogs } from './follow.ts'
import { addJobMoving, addMoving } from './moving.ts'
import { addSettings } from './settings.ts'
import { addTaskOrder } from './task-order.ts'
import { addUsers } from './users.ts'
import { addVerb } from './verb.ts'

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
