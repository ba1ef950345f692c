import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

/* The thread of checkpoints.ts. A passive checkpoint waits for nobody, and nobody waits for it. */

/** It takes 10 MB of memory, and goes when nothing was written for so long; the next commit starts another one. */
const restsAfterMs = 5_000

const database = new Database(String(workerData), { fileMustExist: true })

const rest = setTimeout(end, restsAfterMs)

parentPort?.on('message', (wish: unknown) => {
  if (wish === 'end') return end()
  database.pragma('wal_checkpoint(passive)')
  rest.refresh()
})

function end(): void {
  clearTimeout(rest)
  database.close()
  parentPort?.close()
}
