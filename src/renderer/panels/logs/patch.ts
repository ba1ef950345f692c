export interface PatchLine {
  readonly kind: 'file' | 'place' | 'added' | 'removed' | 'same'
  readonly text: string
}

/** A patch as git writes it, each line with what it is. Of a file's head, only its names are kept. */
export function patchLines(patch: string): readonly PatchLine[] {
  const lines: PatchLine[] = []
  const state = { inHead: true }
  for (const text of patch.replace(/\n$/, '').split('\n')) {
    if (text.startsWith('diff --git ')) {
      state.inHead = true
      lines.push({ kind: 'file', text: nameOf(text.slice('diff --git '.length)) })
    } else if (text.startsWith('@@')) {
      state.inHead = false
      lines.push({ kind: 'place', text })
    } else if (!state.inHead) {
      lines.push({ kind: text.startsWith('+') ? 'added' : text.startsWith('-') ? 'removed' : 'same', text })
    } else if (text.startsWith('Binary files ')) {
      lines.push({ kind: 'same', text })
    }
  }
  return lines
}

/** `a/x b/x` is x; a file that got another name has both. */
function nameOf(pair: string): string {
  const middle = (pair.length - 1) / 2
  const [before, after] = [pair.slice(2, middle), pair.slice(middle + 3)]
  return before === after ? after : pair
}

/** Where the file's part begins; below zero where the patch was cut before it. */
export const placeOfFile = (lines: readonly PatchLine[], path: string): number =>
  lines.findIndex((line) => line.kind === 'file' && (line.text === path || line.text.endsWith(` b/${path}`)))
