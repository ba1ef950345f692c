import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Fetch, Fetched } from '../shared/contract/http-wire.ts'

/*
 * `fetch`, as far as the wire needs it. Node’s own takes longer to load than a whole command may; so does an `import` of
 * node:http, which counts parts of `fetch` among its exports: hence the other way to it.
 */

const { request } = process.getBuiltinModule('node:http')

export const lightFetch: Fetch = (url, { body, ...options }) =>
  new Promise((resolve, reject) => {
    request(url, options, (response) => resolve(fetched(response)))
      .on('error', reject)
      .end(body)
  })

function fetched(response: IncomingMessage): Fetched {
  const status = response.statusCode ?? 0
  return {
    status,
    ok: status >= 200 && status < 300,
    headers: { get: (name) => response.headers[name]?.toString() ?? null },
    json: async () => JSON.parse(await text(response)) as unknown,
    get body() {
      return Readable.toWeb(response) as ReadableStream<Uint8Array<ArrayBuffer>>
    },
  }
}
