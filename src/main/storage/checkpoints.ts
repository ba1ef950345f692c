import { Worker } from 'node:worker_threads'

/** Often enough that little is left to the engine's own thread; a page that many commits change within it is carried over once. */
const everyMs = 100

export interface Checkpoints extends AsyncDisposable {
  /** Something was committed. */
  written(): void
}

export interface CheckpointParts {
  /** The database. */
  readonly file: string
  /** What the thread runs: `checkpoint-thread.ts`, built. */
  readonly program: string
  readonly failed: (error: unknown) => void
}

/**
 * Carries the write-ahead log over into the database in a thread of its own, while something is written: 16 MiB of it, carried over at
 * once, let everybody else wait for 40 to 120 ms. Where the thread fails or is late, the engine's own connection does it
 * (`pagesPerCheckpoint`).
 */
export function createCheckpoints({ file, program, failed }: CheckpointParts): Checkpoints {
  const state: { ended: boolean; thread?: Worker | undefined; next?: NodeJS.Timeout | undefined } = { ended: false }
  const start = (): Worker => {
    const thread = new Worker(program, { workerData: file })
    thread.unref()
    thread.once('exit', () => {
      state.thread = undefined
    })
    return thread.once('error', (error) => {
      state.ended = true
      failed(error)
    })
  }
  const carryOver = (): void => {
    state.next = undefined
    state.thread ??= start()
    state.thread.postMessage('carry over')
  }
  return {
    written() {
      if (!state.ended) state.next ??= setTimeout(carryOver, everyMs).unref()
    },
    async [Symbol.asyncDispose]() {
      state.ended = true
      clearTimeout(state.next)
      if (state.thread) await ended(state.thread)
    },
  }
}

async function ended(thread: Worker): Promise<void> {
  const gone = new Promise((resolve) => thread.once('exit', resolve))
  thread.ref()
  thread.postMessage('end')
  await gone
}
