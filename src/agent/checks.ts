import { readdir, stat } from 'node:fs/promises'
import { join, matchesGlob, relative, sep } from 'node:path'
import { createContext, Script } from 'node:vm'
import { readOutput } from '../shared/log/reader.ts'
import type { LogWriter } from '../shared/log/writer.ts'
import type { SuccessCheck } from '../shared/model/flow.ts'
import { runMarker } from './environment.ts'
import { startProcess, type Pipes } from './process-execution.ts'
import { shellCommand } from './work/shell-script.ts'

/** A run whose process has ended by itself, as its checks look at it. */
export interface EndedWork {
  readonly runId: string
  /** Its log, complete. */
  readonly logFile: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly startedAt: Date
  readonly pipes: Pipes
  readonly stopped: AbortSignal
}

export interface FailedCheck {
  readonly message: string
  /** What the next attempt should know. */
  readonly output: string
}

/** Judges the work by its checks in their order, up to the first that fails. Which exit codes are good, `isGoodExit` says. */
export async function failedCheck(checks: readonly SuccessCheck[], work: EndedWork): Promise<FailedCheck | null> {
  for (const check of checks) {
    const failed = await judge(check, work)
    if (failed || work.stopped.aborted) return failed
  }
  return null
}

export function isGoodExit(checks: readonly SuccessCheck[], exitCode: number | null): boolean {
  const named = checks.filter((check) => check.type === 'exit_code')
  return named.length === 0 ? (exitCode ?? 0) === 0 : named.every((check) => exitCode !== null && check.codes.includes(exitCode))
}

function judge(check: SuccessCheck, work: EndedWork): Promise<FailedCheck | null> {
  switch (check.type) {
    case 'exit_code':
      return Promise.resolve(null)
    case 'log_pattern':
      return logPattern(check, work)
    case 'command':
      return command(check.command, work)
    case 'files_changed':
      return filesChanged(check.glob ?? '**', work)
  }
}

const plain = (message: string): FailedCheck => ({ message, output: message })

const matchWithinMs = 10_000
const linesAtOnce = 1_000

/** A pattern that takes for ever on some line is stopped: it must not hold up the agent. */
async function logPattern(
  { pattern, negate }: Extract<SuccessCheck, { type: 'log_pattern' }>,
  { logFile }: EndedWork,
): Promise<FailedCheck | null> {
  const until = performance.now() + matchWithinMs
  const script = new Script('lines.findIndex((line) => expression.test(line))')
  const matching = (lines: readonly string[]): string | undefined => {
    const context = createContext({ lines, expression: new RegExp(pattern, 'u') })
    return lines[Number(script.runInContext(context, { timeout: Math.max(1, Math.ceil(until - performance.now())) }))]
  }
  try {
    for await (const lines of linesOf(logFile)) {
      const found = matching(lines)
      if (found !== undefined) return negate ? plain(`A line of the log matches /${pattern}/: ${found.slice(0, 500)}`) : null
    }
  } catch {
    return plain(`The pattern /${pattern}/ took longer than ${matchWithinMs / 1_000} s on this log: simplify it`)
  }
  return negate ? null : plain(`No line of the log matches /${pattern}/`)
}

async function* linesOf(logFile: string): AsyncGenerator<string[]> {
  let rest = ''
  let ready: string[] = []
  for await (const text of readOutput(logFile)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    ready.push(...lines)
    if (ready.length < linesAtOnce) continue
    yield ready
    ready = []
  }
  yield [...ready, ...(rest === '' ? [] : [rest])]
}

const keptOutput = 16_384

/** A process of the run like its first one: in its folder, with its environment, ended with its whole tree. */
async function command(text: string, work: EndedWork): Promise<FailedCheck | null> {
  const { log, tail } = collector()
  const execution = await startProcess({
    runId: work.runId,
    command: shellCommand(text, work.environment),
    folder: work.folder,
    environment: { ...work.environment, [runMarker]: work.runId },
    pipes: work.pipes,
    log,
    printed: () => {},
  })
  const stop = (): void => void execution.stop(0)
  work.stopped.addEventListener('abort', stop)
  const { exitCode, signal } = await execution.ended
  work.stopped.removeEventListener('abort', stop)
  if (exitCode === 0) return null
  return {
    message: `The check “${text.split('\n')[0]?.slice(0, 200) ?? ''}” ended with ${signal ?? `exit code ${exitCode ?? 'unknown'}`}`,
    output: tail(),
  }
}

function collector(): { readonly log: LogWriter; readonly tail: () => string } {
  let kept = Buffer.alloc(0)
  const size = { bytes: 0, lines: 0 }
  return {
    tail: () => kept.toString(),
    log: {
      size,
      failure: null,
      behind: false,
      system() {},
      caughtUp: async () => {},
      close: async () => size,
      output: (_stream, bytes) => {
        kept = Buffer.concat([kept, bytes]).subarray(-keptOutput)
      },
    },
  }
}

const skipped = new Set(['.git', 'node_modules'])
/** The clock of a file system may be a little behind. */
const clockSlackMs = 20

async function filesChanged(glob: string, { folder, startedAt, stopped }: EndedWork): Promise<FailedCheck | null> {
  for await (const file of filesUnder(folder, stopped)) {
    const changed = await stat(file).catch(() => null)
    const name = relative(folder, file).split(sep).join('/')
    if (changed && changed.mtimeMs >= startedAt.getTime() - clockSlackMs && matchesGlob(name, glob)) return null
  }
  return plain(glob === '**' ? `No file in ${folder} has changed` : `No file in ${folder} that matches ${glob} has changed`)
}

async function* filesUnder(folder: string, stopped: AbortSignal): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (stopped.aborted) return
    if (entry.isDirectory() && !skipped.has(entry.name)) yield* filesUnder(join(folder, entry.name), stopped)
    else if (entry.isFile()) yield join(folder, entry.name)
  }
}
