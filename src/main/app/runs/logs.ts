import type { RunId } from '../../../shared/model/ids.ts'
import type { LogLine } from '../../../shared/model/log.ts'
import { ok } from '../../../shared/model/result.ts'
import { hasEnded } from '../../../shared/model/run.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { notFound } from '../failures.ts'

type LogHandlers = Pick<Handlers<'runs'>, 'logs' | 'output' | 'searchLog' | 'followLog'>

export const logHandlers = (deps: Deps): LogHandlers => ({
  async logs({ runId, ...query }) {
    // Asked before reading: a run that ends in between only makes the reader ask once more.
    const ended = hasEnded(deps.store.runs.find(runId)?.status ?? 'failed')
    const { lines, next } = await deps.logs.page(runId, query)
    const { lines: totalLines } = await deps.logs.size(runId)
    return ok({ lines: [...lines], totalLines, nextFromLine: ended && next > totalLines ? null : next })
  },
  output: ({ runId, stream }, _caller, abort) => ok(inBatches(deps.logs.output(runId, stream), abort)),
  async searchLog({ runId, q, limit }) {
    const { matches, lines } = await deps.logs.search(runId, q, limit)
    return ok({ matches, lines: [...lines] })
  },
  followLog: ({ runId, fromLine }, _caller, abort) =>
    deps.store.runs.find(runId) ? ok(followLog(deps, runId, fromLine, abort)) : notFound('run', runId),
})

const linesAtOnce = 1_000

/** Every line from `fromLine` on, then what comes, until the run has ended and all of it was read. */
async function* followLog(
  { store, logs, logGrew }: Deps,
  runId: RunId,
  fromLine: number,
  abort: AbortSignal,
): AsyncGenerator<readonly LogLine[]> {
  let at = fromLine
  for await (const _ of logGrew(runId).wakeups(abort)) {
    // Asked before reading: what was written before the end is then read, whatever happens in between.
    const status = store.runs.find(runId)?.status
    for (;;) {
      const { lines, next } = await logs.page(runId, { fromLine: at, limit: linesAtOnce })
      at = next
      if (lines.length === 0 || abort.aborted) break
      yield lines
    }
    if (!status || hasEnded(status)) return
  }
}

async function* inBatches(chunks: AsyncIterable<string>, abort: AbortSignal): AsyncGenerator<readonly string[]> {
  for await (const chunk of chunks) {
    if (abort.aborted) return
    yield [chunk]
  }
}
