import { execFile } from 'node:child_process'
import { findProgram } from '../programs.ts'

export type Environment = Readonly<Record<string, string>>

/** What git said when it refused. */
export class GitFailed extends Error {
  override readonly name = 'GitFailed'
}

const answerWithinMs = 120_000
const longestAnswer = 268_435_456

interface GitHow {
  readonly environment: Environment
  readonly input?: string
  readonly withinMs?: number
}

/**
 * Runs git in a folder and answers what it printed. Paths are names, never patterns.
 *
 * @throws GitFailed
 */
export function git(folder: string, args: readonly string[], { environment, input, withinMs = answerWithinMs }: GitHow): Promise<string> {
  const program = findProgram('git', environment['PATH'] ?? '')
  if (!program) return Promise.reject(new GitFailed('git was not found: install it, or do without worktrees and commits'))
  return new Promise((resolve, reject) => {
    const asked = execFile(
      program,
      ['--literal-pathspecs', '-C', folder, ...args],
      {
        env: { ...environment, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
        timeout: withinMs,
        maxBuffer: longestAnswer,
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (error?.killed) reject(new GitFailed(`git ${args[0] ?? ''} was not done within ${withinMs / 1_000} s`))
        else if (error)
          reject(
            new GitFailed(
              stderr
                .trim()
                .replace(/^(fatal|error): /, '')
                .slice(0, 1_000) || `git ${args[0] ?? ''} failed`,
            ),
          )
        else resolve(stdout)
      },
    )
    asked.stdin?.on('error', () => {}).end(input)
  })
}
