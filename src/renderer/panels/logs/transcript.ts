import type { LogLine } from '../../../shared/model/log.ts'
import type { AgentResult } from '../../../shared/transcript/item.ts'
import { readAnyTranscript } from '../../../shared/transcript/read.ts'

/** One block of a transcript as people read it. */
export type Block =
  | { readonly kind: 'text' | 'thinking'; readonly text: string }
  | {
      readonly kind: 'tool'
      readonly id: string
      readonly name: string
      readonly summary: string
      readonly detail: string
      readonly result: { readonly isError: boolean; readonly text: string } | null
    }
  /** What is no part of the conversation: an error, a notice, a plain line. */
  | { readonly kind: 'line'; readonly isError: boolean; readonly text: string }
  | { readonly kind: 'session'; readonly model: string | null; readonly sessionId: string }
  | AgentResult

/** The log keeps an endless line in pieces of this length. */
const pieceLength = 65_536

export interface Transcript {
  readonly blocks: readonly Block[]
  /** A line of which more may come. */
  readonly open: string
}

export const emptyTranscript: Transcript = { blocks: [], open: '' }

/** The transcript with these lines of the log behind it. */
export function extended(transcript: Transcript, lines: readonly LogLine[]): Transcript {
  const blocks = [...transcript.blocks]
  let open = transcript.open
  for (const line of lines) {
    if (line.stream !== 'stdout') {
      blocks.push({ kind: 'line', isError: line.stream === 'stderr', text: line.text })
      continue
    }
    const text = open + line.text
    open = line.text.length === pieceLength ? text : ''
    if (open === '') add(blocks, text)
  }
  return { blocks, open }
}

function add(blocks: Block[], line: string): void {
  const items = readAnyTranscript(line)
  if (items.length === 0 && line.trim() !== '' && !line.trimStart().startsWith('{'))
    blocks.push({ kind: 'line', isError: false, text: line })
  for (const item of items) {
    switch (item.kind) {
      case 'toolResult':
        giveResult(blocks, item)
        break
      case 'tool':
        blocks.push({ ...item, result: null })
        break
      case 'rateLimit':
        blocks.push({
          kind: 'line',
          isError: true,
          text: `The provider’s rate limit was reached${item.until === null ? '' : `; it ends at ${new Date(item.until).toLocaleString()}`}`,
        })
        break
      case 'result':
        blocks.push(item)
        break
      default:
        if (item.kind === 'session' || item.text.trim() !== '') blocks.push(item)
    }
  }
}

/** A result belongs under its call. */
function giveResult(
  blocks: Block[],
  { id, isError, text }: { readonly id: string; readonly isError: boolean; readonly text: string },
): void {
  const at = blocks.findLastIndex((block) => block.kind === 'tool' && block.id === id)
  const call = blocks[at]
  if (call?.kind === 'tool') blocks[at] = { ...call, result: { isError, text } }
  else blocks.push({ kind: 'line', isError, text })
}

export interface Passage {
  readonly code: boolean
  readonly text: string
}

/** Prose and fenced code, in their order. */
export function passagesOf(text: string): readonly Passage[] {
  return text
    .split(/^```[^\n]*\n?/m)
    .map((part, index) => ({ code: index % 2 === 1, text: part.replace(/\n+$/, '') }))
    .filter((part) => part.text.trim() !== '')
}
