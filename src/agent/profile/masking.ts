import type { LogWriter } from '../../shared/log/writer.ts'
import { maskedValue } from '../../shared/model/profile.ts'

export interface MaskingLog extends LogWriter {
  /** From now on these do not appear. */
  hide(secrets: readonly string[]): void
  /** The text as it would stand in the log. */
  clean(text: string): string
}

/** Shorter ones would turn a log into dots. */
const shortestSecret = 4

/** A log in which a secret that a process prints stands masked, also where it arrives in pieces. */
export function createMaskingLog(log: LogWriter): MaskingLog {
  const state = { secrets: [] as readonly string[] }
  const tails = { stdout: '', stderr: '' }
  const flush = (): void => {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (tails[stream] !== '') log.output(stream, Buffer.from(tails[stream], 'latin1'))
      tails[stream] = ''
    }
  }
  const clean = (text: string): string =>
    state.secrets.reduce((line, secret) => line.replaceAll(Buffer.from(secret, 'latin1').toString(), maskedValue), text)
  return {
    clean,
    get size() {
      return log.size
    },
    get failure() {
      return log.failure
    },
    get behind() {
      return log.behind
    },
    hide(secrets) {
      // Bytes as text, one character each, so that nothing is decoded twice. Longest first: one may contain another.
      state.secrets = secrets
        .filter((secret) => secret.length >= shortestSecret)
        .map((secret) => Buffer.from(secret).toString('latin1'))
        .sort((one, other) => other.length - one.length)
    },
    output(stream, bytes) {
      if (state.secrets.length === 0) return log.output(stream, bytes)
      const { ready, tail } = mask(tails[stream] + bytes.toString('latin1'), state.secrets)
      tails[stream] = tail
      if (ready !== '') log.output(stream, Buffer.from(ready, 'latin1'))
    },
    system: (text) => log.system(clean(text)),
    caughtUp: () => log.caughtUp(),
    close() {
      flush()
      return log.close()
    },
  }
}

const dots = Buffer.from(maskedValue).toString('latin1')

/** `tail` is the longest end that may be the beginning of a secret: it waits for what comes next. */
function mask(text: string, secrets: readonly string[]): { ready: string; tail: string } {
  const clean = secrets.reduce((line, secret) => line.replaceAll(secret, dots), text)
  const held = Math.max(...secrets.map((secret) => beginningAtEnd(clean, secret)))
  return { ready: clean.slice(0, clean.length - held), tail: clean.slice(clean.length - held) }
}

function beginningAtEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(secret.slice(0, length))) return length
  }
  return 0
}
