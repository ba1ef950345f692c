import { snakeCase } from '../../shared/contract/case.ts'
import { fieldsIn, pathParameters, splitRoute } from '../../shared/contract/http-route.ts'
import { operations, type OperationName } from '../../shared/contract/index.ts'
import type { Operation } from '../../shared/contract/operation.ts'
import { tagsOf } from './open-api-about.ts'

type Json = { readonly [key: string]: unknown }

/** Streams do not end, and what deletes ends what the others use: each has a folder of its own, after the rest. */
const folderOf = (name: OperationName, operation: Operation): string =>
  operation.kind === 'stream'
    ? 'streams'
    : operation.route.startsWith('DELETE') || name === 'auth.logout'
      ? 'at the end'
      : (name.split('.')[0] ?? '')

/** The contract as a Postman collection: set `baseUrl` and `token`, and run it from top to bottom. */
export function postmanCollection(version: string): Json {
  const names = [...tagsOf(operations.keys()).map(({ name }) => String(name)), 'streams', 'at the end']
  const folders = new Map(names.map((name): [string, Json[]] => [name, []]))
  for (const [name, operation] of operations) folders.get(folderOf(name, operation))?.push(requestOf(name, operation))
  const ids = new Set([...operations.values()].flatMap((operation) => pathParameters(splitRoute(operation.route).path)))
  return {
    info: {
      name: 'Yardmaster',
      version,
      description:
        'Made from the contract. `yardmaster token` prints the token; creating a row puts its id into the variable that others read.',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{token}}', type: 'string' }] },
    variable: [
      { key: 'baseUrl', value: 'http://127.0.0.1:5679' },
      { key: 'token', value: '' },
      ...[...ids].map((id) => ({ key: snakeCase(id), value: '' })),
    ],
    item: [...folders].filter(([, item]) => item.length > 0).map(([name, item]) => ({ name, item })),
  }
}

function requestOf(name: OperationName, operation: Operation): Json {
  const { method, path } = splitRoute(operation.route)
  const segments = path
    .slice(1)
    .split('/')
    .map((part) => (part.startsWith(':') ? `{{${snakeCase(part.slice(1))}}}` : part))
  const query = fieldsIn(operation, 'query').map((field) => ({ key: snakeCase(field), value: '', disabled: true }))
  const hasBody = method !== 'GET' && method !== 'DELETE'
  return {
    name: operation.summary,
    request: {
      method,
      description: name,
      ...(operation.scope === 'none' && { auth: { type: 'noauth' } }),
      header: hasBody ? [{ key: 'Content-Type', value: 'application/json' }] : [],
      url: { raw: `{{baseUrl}}/${segments.join('/')}`, host: ['{{baseUrl}}'], path: segments, ...(query.length > 0 && { query }) },
      ...(hasBody && {
        body: { mode: 'raw', raw: JSON.stringify(operation.example ?? {}, undefined, 2), options: { raw: { language: 'json' } } },
      }),
    },
    event: [{ listen: 'test', script: { type: 'text/javascript', exec: checks(name) } }],
  }
}

/** What creates a row keeps its id; everything answers, and never with a surprise: 503 says that something is not there now. */
function checks(name: OperationName): string[] {
  const [group = '', key] = name.split('.')
  const entity = group.replace(/s$/, '')
  const kept = group === 'users' ? 'user_id' : 'id'
  const keeps =
    key === 'create' ? [`if (pm.response.code === 201) pm.collectionVariables.set('${entity}_id', pm.response.json().${kept})`] : []
  const keepsRun = name === 'tasks.run' ? ["if (pm.response.code === 202) pm.collectionVariables.set('run_id', pm.response.json().id)"] : []
  return ["pm.test('is answered', () => pm.expect(pm.response.code).to.not.equal(500))", ...keeps, ...keepsRun]
}
