import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import type { FastifyInstance } from 'fastify'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2',
}

/** The page has its policy in itself too; only a header can forbid being framed. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The built window, for a browser. Its files hold no secret: the token is in the fragment of the address, which a browser
 * never sends.
 */
export function addWindow(server: FastifyInstance, folder: string): void {
  const send = (file: string) => async (_request: unknown, reply: { header(name: string, value: string): unknown; callNotFound(): unknown; type(type: string): { send(body: Buffer): unknown } }) => {
    const path = normalize(join(folder, file))
    const body = path.startsWith(folder + sep) ? await readFile(path).catch(() => undefined) : undefined
    if (!body) return reply.callNotFound()
    reply.header('Content-Security-Policy', policy)
    // Only files with a hash in their name never change.
    reply.header('Cache-Control', file.startsWith('assets') ? 'public, max-age=31536000, immutable' : 'no-cache')
    return reply.type(types[extname(file)] ?? 'application/octet-stream').send(body)
  }
  server.get('/', send('index.html'))
  server.get('/assets/:name', (request, reply) => send(join('assets', (request.params as { name: string }).name))(request, reply))
}
