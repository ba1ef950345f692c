import { failureTable, type FailureKind } from '../../shared/model/failure.ts'
import type { Right } from '../../shared/model/scope.ts'

type Json = { readonly [key: string]: unknown }

/** What each group of operations is about; one that is not here is named only. */
const groups: Readonly<Record<string, string>> = {
  jobs: 'Containers of related tasks, and the units that people watch. They nest, five deep at the most.',
  tasks: 'Repeatable units of work: what to run, where and when.',
  runs: 'One execution of a task each, with its log and why it started and ended.',
  profiles: 'Named sets of environment variables. Secret values never leave the engine.',
  moving: 'Moving in from other programs.',
  queue: 'What waits, in its order, and for what.',
  usage: 'The counters of the caller.',
  pipelines: 'The stages of goal jobs. Everybody shares them.',
  agents: 'The programs that host workers, here and on other machines.',
  bus: 'The broker behind agents on other machines, and the messages that nobody could use.',
  dispatch: 'Work given to an agent by type, wherever it is.',
  schedules: 'What starts by itself, and when.',
  ticks: 'What became of each occurrence of a schedule.',
  inbox: 'What you are told: failures, what waits for you, what was missed. The window, the desktop and the command line show the same.',
  statistics: 'What became of runs, in figures.',
  settings: 'Every setting by its dotted name. Only the token of the data folder changes them.',
  events: 'The journal: everything that changed, in order, to be read along from any number on.',
  workers: 'The supervised processes, one for each run.',
  retention: 'How long runs, their logs and ticks are kept. Only the token of the data folder may look and act.',
  resources: 'Workers granted to jobs, by depth.',
  spend: 'What coding agents spent, as they told it.',
  worktrees: 'Worktrees of git that jobs and tasks work in, and removing them without losing work.',
  system: 'How the engine is.',
  auth: 'Signing in, and who a caller is.',
  users: 'Who may sign in. Only the token of the data folder manages them.',
}

export const tagsOf = (names: Iterable<string>): Json[] =>
  [...new Set([...names].map((name) => name.split('.')[0] ?? ''))].map((name) => ({
    name,
    ...(groups[name] !== undefined && { description: groups[name] }),
  }))

export const description = [
  'Plans, runs and supervises work on this machine.',
  '',
  'JSON in snake_case. Lists answer `{<plural>, total, limit, offset}`. Every refusal is an `application/problem+json` (RFC 9457) with an `error_code` to match on and a `trace_id` under which the engine’s log says more.',
  '',
  'Every call but the health and this page needs a token: that of the data folder (`yardmaster token`), which may do everything and sees every row, or one that a user got from `POST /api/auth/token`, which is good for their own rows. Rows of others are answered as if they were nowhere (404).',
  '',
  'Calls that change something take an `Idempotency-Key`: the same key and call again within an hour get the same answer, with `Idempotent-Replayed: true`.',
].join('\n')

export const securitySchemes: Json = {
  token: { type: 'http', scheme: 'bearer', description: 'The token of the data folder: `yardmaster token` prints it' },
  user: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A user’s token from POST /api/auth/token' },
  ticket: {
    type: 'apiKey',
    in: 'query',
    name: 'ticket',
    description: 'For streams only, good once, within 60 s: from POST /api/auth/stream-ticket',
  },
}

/** What a caller needs, as the document says it. */
export function needed(right: Right, isStream: boolean): Json {
  switch (right) {
    case 'none':
      return { security: [] }
    case 'local':
      return { security: [{ token: [] }], description: 'Needs the token of the data folder.' }
    case 'signed_in':
      return { security: [{ token: [] }, { user: [] }], description: 'Needs any token.' }
    default:
      return {
        security: [{ token: [] }, { user: [right] }, ...(isStream ? [{ ticket: [right] }] : [])],
        description: `Needs the right \`${right}\`.`,
      }
  }
}

/** The headers that every answer has. */
const named: Json = {
  'X-Request-ID': { schema: { type: 'string' }, description: 'The caller’s own, or a new one' },
  'X-Trace-Id': { schema: { type: 'string' }, description: 'Under this id the engine’s log says more' },
}

export const successHeaders = ({ replays }: { readonly replays: boolean }): Json => ({
  ...named,
  ...(replays && {
    'Idempotent-Replayed': { schema: { const: 'true' }, description: 'There when this is the kept answer to the same key' },
  }),
})

/** One refusal's answer, with a document as it comes. */
export function refused(status: number, kinds: readonly FailureKind[]): Json {
  const waits = kinds.some((kind) => kind === 'rate_limited' || status === 503)
  return {
    description: kinds.map((kind) => `${failureTable[kind].code} ${failureTable[kind].name}`).join(', '),
    headers: { ...named, ...(waits && { 'Retry-After': { schema: { type: 'integer' }, description: 'Seconds' } }) },
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(kinds.map((kind) => [kind, { value: exampleOf(kind) }])),
      },
    },
  }
}

function exampleOf(kind: FailureKind): Json {
  const { status, code, name, title } = failureTable[kind]
  return {
    type: 'about:blank',
    title,
    status,
    detail: title,
    error_code: code,
    error_name: name,
    error_message: title,
    trace_id: '0192a6b1-0000-7000-8000-000000000000',
    details: detailsOf[kind] ?? null,
  }
}

const detailsOf: Partial<Record<FailureKind, unknown>> = {
  validation: [{ path: 'name', message: 'is too short' }],
  not_found: { entity: 'job', id: '0192a6b1-0000-7000-8000-000000000000' },
  invalid_state_transition: { current_state: 'succeeded', requested_state: 'cancelled' },
  rate_limited: { retry_after_seconds: 60 },
}

/** What is served beside the operations of the contract. */
export const otherPaths: Json = {
  '/openapi.json': { get: served('openapi', 'This document', 'application/json') },
  '/postman.json': { get: served('postman', 'The same as a Postman collection', 'application/json') },
}

function served(operationId: string, summary: string, type: string): Json {
  return {
    operationId,
    tags: ['system'],
    summary,
    security: [],
    responses: { 200: { description: summary, content: { [type]: { schema: { type: 'object' } } } } },
  }
}
