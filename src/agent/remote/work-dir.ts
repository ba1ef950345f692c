import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { isZombie, startTimeOf } from '../process-tree.ts'

const Holder = z.object({ pid: z.int(), startTime: z.string().nullable() })

/**
 * Makes the folder this agent's. A second agent in it would end the runs of the first one, which it would take for those
 * of a dead predecessor.
 *
 * @throws where an agent that lives works there already
 */
export function takeWorkDir(workDir: string): void {
  mkdirSync(workDir, { recursive: true, mode: 0o700 })
  const file = join(workDir, 'agent.json')
  const holder = read(file)
  if (holder && holder.pid !== process.pid && isAlive(holder))
    throw new Error(`An agent works in ${workDir} already (process ${holder.pid}). Stop it, or give this one another --name or --work-dir.`)
  writeFileSync(file, JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid) }), { mode: 0o600 })
}

function read(file: string): z.infer<typeof Holder> | undefined {
  try {
    return Holder.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch {
    return undefined
  }
}

/** A number alone may be another process by now: its start time says which one it is. */
const isAlive = ({ pid, startTime }: z.infer<typeof Holder>): boolean =>
  startTime !== null && startTimeOf(pid) === startTime && !isZombie(pid)
