import type { IncomingMessage } from 'node:http'

/**
 * What a refused client may still send, in bytes and in milliseconds, before its connection is cut under it. One that sends
 * nothing for a while only announced a body: it waits for the answer.
 */
const patience = { bytes: 67_108_864, ms: 10_000, quietMs: 1_000 }

/**
 * Waits until a client has sent the rest of its body, and lets go of it. Whoever still sends does not read: an answer
 * that comes meanwhile, with the connection's end behind it, is lost on the way.
 */
export async function drained(body: IncomingMessage): Promise<void> {
  if (body.complete || body.destroyed) return
  const enough = new AbortController()
  const timer = setTimeout(() => enough.abort(), patience.ms)
  const quiet = setTimeout(() => enough.abort(), patience.quietMs)
  const seen = { bytes: 0 }
  body.on('data', (chunk: Buffer) => {
    quiet.refresh()
    seen.bytes += chunk.length
    if (seen.bytes > patience.bytes) enough.abort()
  })
  await new Promise<void>((resolve) => {
    body.once('end', resolve).once('close', resolve)
    enough.signal.addEventListener('abort', () => resolve())
    body.resume()
  })
  clearTimeout(timer)
  clearTimeout(quiet)
}
