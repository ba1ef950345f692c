import type { Execution, ExecutionEnd, ExecutionParts } from './execution.ts'
import type { InlineEnd, InlineIo } from './work/work.ts'

/** Work without a process of its own: it stands still at its next step while it is paused. */
export function startInline(run: (io: InlineIo) => Promise<InlineEnd>, { log, printed }: ExecutionParts): Execution {
  const stopping = new AbortController()
  const gate = createGate()
  const step = async (): Promise<void> => {
    await gate.open()
    stopping.signal.throwIfAborted()
  }
  const print =
    (stream: 'stdout' | 'stderr') =>
    async (text: string): Promise<void> => {
      await step()
      log.output(stream, Buffer.from(text))
      printed()
      await log.caughtUp()
    }
  const io: InlineIo = {
    out: print('stdout'),
    err: print('stderr'),
    sleep: (ms) => sleepGoingOn(ms, gate, stopping.signal),
    stopped: stopping.signal,
  }
  const ended = run(io).then(
    (end): ExecutionEnd => ({ ...end, signal: null }),
    (error: unknown): ExecutionEnd => ({
      exitCode: null,
      signal: null,
      errorMessage: stopping.signal.aborted ? null : error instanceof Error ? error.message : String(error),
    }),
  )
  return {
    pid: null,
    ended,
    async pause() {
      gate.close()
      return true
    },
    resume: async () => gate.release(),
    async stop() {
      stopping.abort()
      gate.release()
      await ended
    },
  }
}

interface Gate {
  open(): Promise<void>
  isClosed(): boolean
  close(): void
  release(): void
}

function createGate(): Gate {
  const gate = { closed: undefined as Promise<void> | undefined, release: () => {} }
  return {
    open: () => gate.closed ?? Promise.resolve(),
    isClosed: () => gate.closed !== undefined,
    close() {
      gate.closed ??= new Promise((resolve) => {
        gate.release = resolve
      })
    },
    release() {
      gate.closed = undefined
      gate.release()
    },
  }
}

/** In short steps, so that time spent paused is not counted. */
const stepMs = 25

async function sleepGoingOn(ms: number, gate: Gate, stopped: AbortSignal): Promise<void> {
  for (let left = ms; left > 0;) {
    await gate.open()
    stopped.throwIfAborted()
    const before = performance.now()
    await new Promise((resolve) => setTimeout(resolve, Math.min(stepMs, left)))
    if (!gate.isClosed()) left -= performance.now() - before
  }
  await gate.open()
  stopped.throwIfAborted()
}
