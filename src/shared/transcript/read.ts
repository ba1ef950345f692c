import { readClaude } from './claude.ts'
import { readCodex } from './codex.ts'
import type { Dialect, TranscriptItem } from './item.ts'
import { recordIn } from './json.ts'

/** What one line of an agent's standard output says. A line that is not of its dialect says nothing, and is no fault. */
export function readTranscript(dialect: Dialect, line: string): readonly TranscriptItem[] {
  if (dialect === 'text') return []
  const event = recordIn(line)
  if (!event) return []
  return dialect === 'claude' ? readClaude(event) : readCodex(event)
}

/** A line names its own dialect, for whoever reads a log and does not know which agent wrote it. */
export function readAnyTranscript(line: string): readonly TranscriptItem[] {
  const event = recordIn(line)
  if (!event) return []
  return typeof event['type'] === 'string' && /^(thread|turn|item)\./.test(event['type']) ? readCodex(event) : readClaude(event)
}
