import { findProgram } from '../programs.ts'
import { shellCommand } from './shell-script.ts'
import { CannotStart, type Command, type CommandContext, type WorkRow } from './work.ts'

/* Work of infra agents: each through the program that people would use by hand. */

export const ansible: WorkRow<'ansible'> = {
  kind: 'process',
  async command({ command }, { environment }) {
    program('ansible', environment)
    return shellCommand(`exec ansible ${command}`, environment)
  },
}

export const runPlaybook: WorkRow<'run_playbook'> = {
  kind: 'process',
  command: async ({ playbook, inventory, extra_vars: variables }, { environment }): Promise<Command> => ({
    program: program('ansible-playbook', environment),
    args: [
      ...(inventory ? ['--inventory', inventory] : []),
      ...(variables ? ['--extra-vars', JSON.stringify(variables)] : []),
      '--',
      playbook,
    ],
  }),
}

export const docker: WorkRow<'docker'> = {
  kind: 'process',
  command: async ({ args }, { environment }): Promise<Command> => ({ program: program('docker', environment), args }),
}

/** The unit's name reaches the shell as an argument, never as a text. */
export const deployService: WorkRow<'deploy_service'> = {
  kind: 'process',
  async command({ service, command }, { environment }): Promise<Command> {
    const systemctl = program('systemctl', environment)
    const shell = shellCommand(`set -e\n${command ?? ':'}\n"$0" restart -- "$1"\n"$0" --no-pager status -- "$1"`, environment)
    return { ...shell, args: [...shell.args, systemctl, service] }
  },
}

export const test: WorkRow<'test'> = {
  kind: 'process',
  command: async ({ command }, { environment }) => shellCommand(command, environment),
}

function program(name: string, environment: CommandContext['environment']): string {
  const found = findProgram(name, environment['PATH'] ?? '')
  if (!found)
    throw new CannotStart(`The program “${name}” was not found on this machine. Install it, or give the task to an agent that has it.`)
  return found
}
