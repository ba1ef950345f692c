import { findProgram } from '../programs.ts'
import { CannotStart, type Command, type WorkKind } from './work.ts'

/** The command goes to the shell as one argument. */
export const shellScript: WorkKind<'shell_script'> = {
  kind: 'process',
  async command({ command, shell }, environment): Promise<Command> {
    if (process.platform === 'win32' && shell === undefined) return { program: environment['ComSpec'] ?? 'cmd.exe', args: ['/d', '/s', '/c', command] }
    const path = environment['PATH'] ?? ''
    if (shell === undefined) return { program: await findProgram('bash', path) ?? '/bin/sh', args: ['-c', command] }
    const found = await findProgram(shell, path)
    if (!found) throw new CannotStart(`The shell “${shell}” was not found, or may not be executed. Install it, or name another one in the task’s shell.`)
    return { program: found, args: ['-c', command] }
  },
}
