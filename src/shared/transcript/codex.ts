import type { TranscriptItem } from './item.ts'
import { countAt, numberAt, recordAt, recordsAt, textAt, type Json } from './json.ts'

/** One event of `codex exec --json`. */
export function readCodex(event: Json): readonly TranscriptItem[] {
  switch (event['type']) {
    case 'thread.started':
      return [{ kind: 'session', sessionId: textAt(event, 'thread_id') ?? '', model: null }]
    case 'item.completed':
      return item(recordAt(event, 'item'))
    case 'turn.completed':
      return [{ ...nothing, kind: 'result', isError: false, text: '', ...tokens(recordAt(event, 'usage')) }]
    case 'turn.failed':
      return [{ ...nothing, kind: 'result', isError: true, text: textAt(recordAt(event, 'error'), 'message') ?? 'the turn failed' }]
    case 'error':
      return [{ kind: 'toolResult', id: '', isError: true, text: textAt(event, 'message') ?? 'an error' }]
    default:
      return []
  }
}

const nothing = { costUsd: null, turns: null, inputTokens: null, outputTokens: null, durationMs: null } as const

const tokens = (usage: Json) => ({ inputTokens: countAt(usage, 'input_tokens'), outputTokens: countAt(usage, 'output_tokens') })

function item(done: Json): TranscriptItem[] {
  const id = textAt(done, 'id') ?? ''
  switch (done['type']) {
    case 'agent_message':
      return [{ kind: 'text', text: textAt(done, 'text') ?? '' }]
    case 'reasoning':
      return [{ kind: 'thinking', text: textAt(done, 'text') ?? '' }]
    case 'command_execution': {
      const command = textAt(done, 'command') ?? ''
      return [
        { kind: 'tool', id, name: 'Shell', summary: command.split('\n')[0]?.slice(0, 200) ?? '', detail: command },
        { kind: 'toolResult', id, isError: (numberAt(done, 'exit_code') ?? 0) !== 0, text: textAt(done, 'aggregated_output') ?? '' },
      ]
    }
    case 'file_change': {
      const changes = recordsAt(done, 'changes').map((change) => `${textAt(change, 'kind') ?? 'change'} ${textAt(change, 'path') ?? ''}`)
      return [{ kind: 'tool', id, name: 'Files', summary: changes.join(', ').slice(0, 200), detail: changes.join('\n') }]
    }
    case 'mcp_tool_call':
      return [
        {
          kind: 'tool',
          id,
          name: `${textAt(done, 'server') ?? 'mcp'}.${textAt(done, 'tool') ?? ''}`,
          summary: textAt(done, 'status') ?? '',
          detail: JSON.stringify(done, null, 2),
        },
      ]
    case 'error':
      return [{ kind: 'toolResult', id, isError: true, text: textAt(done, 'message') ?? '' }]
    default:
      return []
  }
}
