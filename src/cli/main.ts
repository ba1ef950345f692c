import { Command, CommanderError } from 'commander'
import about from '../../package.json' with { type: 'json' }
import { addCompletion } from './completion.ts'
import { addDoctor } from './doctor.ts'
import { Ended, exitCodes } from './exit.ts'
import { addGroups } from './groups.ts'
import { addMachineCommands } from './machine.ts'
import { addOpen } from './open.ts'
import { addStatus } from './status.ts'

/** Answers the exit code: 0 ok, 1 failed, 2 usage, 3 not found, 4 conflict, 5 no engine. */
export async function main(argv: readonly string[]): Promise<number> {
  const state = { code: 0 }
  const program = createProgram(argv, (code) => {
    state.code = code
  })
  try {
    await program.parseAsync(spelledOut(argv, program), { from: 'user' })
    return state.code
  } catch (error) {
    if (error instanceof Ended) {
      if (error.message) process.stderr.write(`${error.message}\n`)
      return error.code
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return exitCodes.failed
  }
}

export function createProgram(argv: readonly string[], end: (code: number) => void): Command {
  const program = new Command('yardmaster')
    .description('Plans, runs and supervises work on this machine. Without a command it opens the window.')
    .version(about.version, '-V, --version')
    .option('--home <folder>', 'the data folder (also: YARDMASTER_HOME)')
    .option('--json', 'print what the REST API answers, for machines')
    .exitOverride()
    .showHelpAfterError('(--help says what there is)')
  addGroups(program, argv, end)
  addOpen(program.commandsGroup('The program itself:'))
  addStatus(program)
  addMachineCommands(program)
  addDoctor(program)
  addCompletion(program)
  for (const command of descendants(program)) command.exitOverride()
  return program
}

/** Every command below this one. */
export const descendants = (command: Command): Command[] => command.commands.flatMap((one) => [one, ...descendants(one)])

const truth = /^(true|false)$/

/** `--enabled` alone means `--enabled true`; what stands behind it is an argument of its own. */
function spelledOut(argv: readonly string[], program: Command): string[] {
  const flags = new Set(
    commandIn(argv, program)
      .options.filter((option) => option.flags.endsWith('<true|false>'))
      .map((option) => option.long),
  )
  return argv.map((word, index) => (flags.has(word) && !truth.test(argv[index + 1] ?? '') ? `${word}=true` : word))
}

const commandIn = (argv: readonly string[], program: Command): Command =>
  argv.reduce((command, word) => command.commands.find((one) => one.name() === word) ?? command, program)
