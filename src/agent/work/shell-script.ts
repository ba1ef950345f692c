import { writeFile } from 'node:fs/promises'
import { findProgram } from '../programs.ts'
import { CannotStart, type Command, type WorkRow } from './work.ts'

/** The system takes no argument of more than 128 KiB. */
const longestArgument = 120_000

/** The command goes to the shell as one argument; where it is too long for that, as a file. */
export const shellScript: WorkRow<'shell_script'> = {
  kind: 'process',
  async command({ command, shell }, { environment, scratchFile }): Promise<Command> {
    const asArgument = shellCommand(command, environment, shell)
    if (Buffer.byteLength(command) <= longestArgument || asArgument.args[0] !== '-c') return asArgument
    await writeFile(scratchFile, command, { mode: 0o600 })
    return { program: asArgument.program, args: [scratchFile] }
  },
}

/** A command for the shell as one argument: of at most 120,000 bytes. */
export function shellCommand(command: string, environment: Readonly<Record<string, string>>, shell?: string): Command {
  if (process.platform === 'win32' && shell === undefined)
    return { program: environment['COMSPEC'] ?? environment['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', command] }
  return { program: findShell(shell, environment['PATH'] ?? ''), args: ['-c', command] }
}

function findShell(shell: string | undefined, path: string): string {
  if (shell === undefined) return findProgram('bash', path) ?? '/bin/sh'
  const found = findProgram(shell, path)
  if (!found)
    throw new CannotStart(
      `The shell “${shell}” was not found, or may not be executed. Install it, or name another one in the task’s shell.`,
    )
  return found
}
