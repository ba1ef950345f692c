import type { AgentResult, TranscriptItem } from './item.ts'
import { countAt, isRecord, numberAt, recordAt, recordsAt, textAt, type Json } from './json.ts'

/** One event of `claude --print --output-format stream-json`. */
export function readClaude(event: Json): readonly TranscriptItem[] {
  switch (event['type']) {
    case 'system':
      return session(event)
    case 'assistant':
      return recordsAt(recordAt(event, 'message'), 'content').flatMap(said)
    case 'user':
      return recordsAt(recordAt(event, 'message'), 'content').flatMap(toolResult)
    case 'rate_limit_event':
      return rateLimit(recordAt(event, 'rate_limit_info'))
    case 'result':
      return ended(event)
    default:
      return []
  }
}

function session(event: Json): TranscriptItem[] {
  const sessionId = textAt(event, 'session_id')
  return event['subtype'] === 'init' && sessionId ? [{ kind: 'session', sessionId, model: textAt(event, 'model') ?? null }] : []
}

function said(block: Json): TranscriptItem[] {
  switch (block['type']) {
    case 'text':
      return [{ kind: 'text', text: textAt(block, 'text') ?? '' }]
    case 'thinking':
      return [{ kind: 'thinking', text: textAt(block, 'thinking') ?? '' }]
    case 'tool_use': {
      const input = recordAt(block, 'input')
      return [
        {
          kind: 'tool',
          id: textAt(block, 'id') ?? '',
          name: textAt(block, 'name') ?? 'a tool',
          summary: summaryOf(input),
          detail: JSON.stringify(input, null, 2),
        },
      ]
    }
    default:
      return []
  }
}

/** What says most about a call: the command, the file, the pattern; else its first text. */
function summaryOf(input: Json): string {
  const telling = ['command', 'file_path', 'path', 'pattern', 'query', 'url', 'description', 'prompt'].map((name) => textAt(input, name))
  const text =
    [...telling, ...Object.values(input).filter((value) => typeof value === 'string')].find((one) => one !== undefined && one !== '') ?? ''
  return text.split('\n')[0]?.slice(0, 200) ?? ''
}

function toolResult(block: Json): TranscriptItem[] {
  if (block['type'] !== 'tool_result') return []
  const { content } = block
  const text =
    typeof content === 'string'
      ? content
      : Array.isArray(content)
        ? content
            .filter(isRecord)
            .map((part) => textAt(part, 'text') ?? `(${textAt(part, 'type') ?? 'content'})`)
            .join('\n')
        : ''
  return [{ kind: 'toolResult', id: textAt(block, 'tool_use_id') ?? '', isError: block['is_error'] === true, text }]
}

function rateLimit(info: Json): TranscriptItem[] {
  const resetsAt = numberAt(info, 'resetsAt')
  return info['status'] === 'rejected' ? [{ kind: 'rateLimit', until: resetsAt === null ? null : instant(resetsAt) }] : []
}

function instant(seconds: number): string | null {
  const date = new Date(seconds * 1_000)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}

/** Older versions tell the limit in the result's text, with the second at which it ends. */
const limitInText = /limit reached\|(\d{10})\b/

function ended(event: Json): TranscriptItem[] {
  const usage = recordAt(event, 'usage')
  const text = textAt(event, 'result') ?? (textAt(event, 'subtype') ?? '').replaceAll('_', ' ')
  const result: AgentResult = {
    kind: 'result',
    isError: event['is_error'] === true,
    text,
    costUsd: numberAt(event, 'total_cost_usd'),
    turns: countAt(event, 'num_turns'),
    inputTokens: inputTokensOf(usage),
    outputTokens: countAt(usage, 'output_tokens'),
    durationMs: countAt(event, 'duration_ms'),
  }
  const limit = result.isError ? limitInText.exec(text)?.[1] : undefined
  return limit ? [{ kind: 'rateLimit', until: instant(Number(limit)) }, result] : [result]
}

/** What was read from a cache was input too. */
function inputTokensOf(usage: Json): number | null {
  const parts = ['input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'].map((name) => countAt(usage, name))
  return parts.every((part) => part === null) ? null : parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
}
