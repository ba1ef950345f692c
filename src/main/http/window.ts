import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** The page has its policy in itself too; only a header can forbid being framed. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The built window, for a browser. Its files hold no secret: the token is in the fragment of the address, which a browser
 * never sends.
 */
export function addWindow(server: FastifyInstance, folder: string): void {
  void server.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header('Content-Security-Policy', policy)
      // Only files with a hash in their name never change.
      reply.header('Cache-Control', path.includes('assets') ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
