import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs'

/** A file as large as this makes room for the next: with its predecessor the engine's log stays under twice that. */
const largestBytes = 16 * 1024 * 1024

export interface EngineLog extends Disposable {
  /** Takes one line with its newline. What cannot be written is lost: a full disk must not stop the engine. */
  write(line: string): void
}

/**
 * The engine's own log, which never grows for ever: `engine.log` and, once that was full, its predecessor `engine.log.1`.
 *
 * @throws where the file cannot be opened
 */
export function openEngineLog(file: string, limitBytes = largestBytes): EngineLog {
  const state: { current: Opened | undefined; ended: boolean } = { current: open(file), ended: false }

  const close = (): void => {
    if (state.current) closeSync(state.current.descriptor)
    state.current = undefined
  }
  const turnOver = (): Opened => {
    // Closed first: Windows renames no open file.
    close()
    attempt(() => renameSync(file, `${file}.1`))
    return open(file)
  }
  /** Where it could not be opened the last time, it is tried again with every line. */
  const roomFor = (bytes: number): Opened => {
    const current = state.current ?? open(file)
    state.current = current
    if (current.bytes > 0 && current.bytes + bytes > limitBytes) state.current = turnOver()
    return state.current
  }
  const append = (line: string): void => {
    const bytes = Buffer.byteLength(line)
    const current = roomFor(bytes)
    writeSync(current.descriptor, line)
    current.bytes += bytes
  }

  return {
    write(line) {
      if (!state.ended) attempt(() => append(line))
    },
    [Symbol.dispose]() {
      close()
      state.ended = true
    },
  }
}

interface Opened {
  readonly descriptor: number
  bytes: number
}

function open(file: string): Opened {
  const descriptor = openSync(file, 'a', 0o600)
  return { descriptor, bytes: fstatSync(descriptor).size }
}

/** For what has nowhere to complain to: the log itself. */
function attempt(act: () => void): void {
  try {
    act()
  } catch {
    // Deliberately silent, as the promise of `write` says.
  }
}
