import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/* The thread of checkpoints.ts. A passive checkpoint waits for nobody, and nobody waits for it. */

/** It takes 10 MB of memory, and goes when nothing was written for so long; the next commit starts another one. */
const restsAfterMs = 5_000

/** How long the log grows, while somebody writes on and on, before what is new in it follows. */
const followsAfterMs = 20

const database = new Database(String(workerData), { fileMustExist: true })

const rest = setTimeout(end, restsAfterMs)
const following = { timer: undefined as NodeJS.Timeout | undefined }

/** @param carried how many pages the log had when it was last carried over */
function carryOver(carried: number): void {
  const [done] = database.pragma('wal_checkpoint(passive)') as readonly { readonly log: number }[]
  const pages = done?.log ?? 0
  following.timer = pages > carried ? setTimeout(carryOver, followsAfterMs, pages) : undefined
}

function end(): void {
  clearTimeout(rest)
  clearTimeout(following.timer)
  database.close()
  parentPort?.close()
}

parentPort?.on('message', (wish: unknown) => {
  if (wish === 'end') return end()
  rest.refresh()
  if (!following.timer) carryOver(0)
})
