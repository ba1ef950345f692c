import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'

/** What the local agent keeps in the data folder. */
export const agentFiles = (home: string) => ({
  folder: join(home, 'agent'),
  /** One record for each run until the engine has recorded its end. */
  runs: join(home, 'agent', 'runs'),
  /** Who runs, and where it listens. */
  about: join(home, 'agent', 'agent.json'),
  log: join(home, 'agent', 'agent.log'),
  logs: join(home, 'logs'),
  socket: socketOf(home),
})
export type AgentFiles = ReturnType<typeof agentFiles>

/** The system's limit for the path of a socket is 104 to 108 bytes. */
const longestSocketPath = 100

/** In the data folder; where its path is too long, in a folder of this user's own for temporary files. */
function socketOf(home: string): string {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16)
  if (process.platform === 'win32') return `\\\\.\\pipe\\yardmaster-${name}`
  const near = join(home, 'agent', 'agent.sock')
  return Buffer.byteLength(near) <= longestSocketPath ? near : join(tmpdir(), `yardmaster-${userInfo().uid}`, `${name}.sock`)
}

/**
 * Makes the folder of the socket. Throws where it belongs to somebody else, who could listen in our place: anybody may
 * make folders where temporary files are.
 */
export function makeSocketFolder({ socket }: AgentFiles): void {
  if (process.platform === 'win32') return
  const folder = dirname(socket)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid, mode } = lstatSync(folder)
  const isPrivate = uid === userInfo().uid && (mode & 0o022) === 0
  if (!isPrivate)
    throw new Error(
      `The folder ${folder} belongs to somebody else, or others may write to it. Remove it, or choose a data folder with a shorter path.`,
    )
}

/** The content of `agent.json`. */
export const AboutAgent = z.object({ pid: z.int(), version: z.string(), started_at: z.string() })
export type AboutAgent = z.infer<typeof AboutAgent>
