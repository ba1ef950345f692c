import { StringDecoder } from 'node:string_decoder'
import type { LogWriter } from '../shared/log/writer.ts'
import type { AgentOutcome } from '../shared/model/agent.ts'
import type { AgentResult, Dialect } from '../shared/transcript/item.ts'
import { readTranscript } from '../shared/transcript/read.ts'

/** What a coding agent has told so far. */
export interface TranscriptWatch {
  /** The log, read along. */
  readonly log: LogWriter
  /** Its last word; null while there is none. */
  result(): AgentResult | null
  outcome(): AgentOutcome
  rateLimited(): boolean
  /** How far its stream of events came: one that is broken off lacks its last word, and `none` began at all. */
  stream(): 'none' | 'broken off' | 'whole'
}

interface Listener {
  readonly session: (sessionId: string) => void
  /** The agent has said its last word. */
  readonly result: () => void
}

/** A line that is longer is no event that anybody needs; its length must not be held in memory. */
const longestLine = 16_777_216

export function watchTranscript(log: LogWriter, dialect: Dialect, listener: Listener): TranscriptWatch {
  const state = {
    sessionId: null as string | null,
    result: null as AgentResult | null,
    limited: false,
    until: null as string | null,
    begun: false,
  }
  const lines = createLines((line) => {
    for (const item of readTranscript(dialect, line)) {
      state.begun = true
      if (item.kind === 'session' && item.sessionId !== state.sessionId) {
        state.sessionId = item.sessionId
        listener.session(item.sessionId)
      }
      if (item.kind === 'rateLimit') Object.assign(state, { limited: true, until: item.until ?? state.until })
      if (item.kind === 'result') {
        state.result = item
        listener.result()
      }
    }
  })
  return {
    result: () => state.result,
    stream: () => (state.result ? 'whole' : state.begun ? 'broken off' : 'none'),
    rateLimited: () => state.limited && state.result?.isError !== false,
    outcome: () => ({
      sessionId: state.sessionId,
      costUsd: state.result?.costUsd ?? null,
      turns: state.result?.turns ?? null,
      inputTokens: state.result?.inputTokens ?? null,
      outputTokens: state.result?.outputTokens ?? null,
      rateLimitedUntil: state.until,
    }),
    log: {
      get size() {
        return log.size
      },
      get failure() {
        return log.failure
      },
      get behind() {
        return log.behind
      },
      output(stream, bytes) {
        if (stream === 'stdout') lines.take(bytes)
        log.output(stream, bytes)
      },
      system: (text) => log.system(text),
      caughtUp: () => log.caughtUp(),
      close: () => log.close(),
    },
  }
}

/** Whole lines out of pieces; a line that is too long is skipped. */
function createLines(line: (text: string) => void): { take(bytes: Buffer): void } {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let length = 0
  const put = (text: string): void => {
    length += text.length
    if (length <= longestLine) parts.push(text)
    else parts = []
  }
  return {
    take(bytes) {
      const [first = '', ...others] = decoder.write(bytes).split('\n')
      put(first)
      for (const next of others) {
        if (length <= longestLine) line(parts.join(''))
        parts = []
        length = 0
        put(next)
      }
    },
  }
}
