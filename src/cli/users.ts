import type { Command } from 'commander'
import { contract } from '../shared/contract/index.ts'
import type { OperationName } from '../shared/contract/index.ts'
import type { Operation } from '../shared/contract/operation.ts'
import { confirmDeletion } from './confirm.ts'
import { reachEngine, value } from './engine.ts'
import { addFlags, inputFrom } from './flags.ts'
import { globals } from './given.ts'
import { readPassword } from './password.ts'
import { out, printAnswer, printJson } from './print.ts'

/** Users are named, not numbered, and their passwords come from no flag. */
export function addUsers(program: Command): void {
  const users = program.command('users').description('list, get, create, update, set-password, delete')
  const list = users.command('list').description(contract.users.list.summary)
  addFlags(list, contract.users.list)
  list.action(() => answer(list, 'users.list', contract.users.list, {}))
  named(users, 'get', contract.users.get).action(function (this: Command, userId: string) {
    return answer(this, 'users.get', contract.users.get, { userId })
  })
  named(users, 'create', contract.users.create).option('--password-stdin', 'read the password from standard input').action(createUser)
  named(users, 'update', contract.users.update).action(function (this: Command, userId: string) {
    return answer(this, 'users.update', contract.users.update, { userId })
  })
  users
    .command('set-password <name>')
    .description('Give a user another password, which ends every token they have')
    .option('--password-stdin', 'read it from standard input')
    .action(setPassword)
  named(users, 'delete', contract.users.delete).option('--force', 'do not ask').action(deleteUser)
  addLogin(program)
}

/** A command on one user, with the operation's flags but for the name and the password. */
function named(parent: Command, verb: string, operation: Operation): Command {
  const command = parent.command(`${verb} <name>`).description(operation.summary)
  addFlags(command, {
    ...operation,
    input: operation.input.omit({ userId: true, ...('password' in operation.input.shape && { password: true }) } as never),
  })
  return command
}

async function answer(command: Command, name: OperationName, operation: Operation, more: Readonly<Record<string, unknown>>): Promise<void> {
  const given = globals(command)
  printAnswer(given, operation, await value(reachEngine(given.home).wire.call(name, { ...inputFrom(operation, given), ...more })))
}

async function createUser(this: Command, userId: string): Promise<void> {
  const password = await readPassword({ fromInput: globals(this)['passwordStdin'] === true, twice: true })
  await answer(this, 'users.create', contract.users.create, {
    scopes: [],
    ...inputFrom(contract.users.create, globals(this)),
    userId,
    password,
  })
}

async function setPassword(this: Command, userId: string): Promise<void> {
  const password = await readPassword({ fromInput: globals(this)['passwordStdin'] === true, twice: true })
  await answer(this, 'users.update', contract.users.update, { userId, password })
}

async function deleteUser(this: Command, userId: string): Promise<void> {
  const given = globals(this)
  if (!given['force']) await confirmDeletion(reachEngine(given.home).client, 'users.delete', { userId })
  await answer(this, 'users.delete', contract.users.delete, { userId })
}

function addLogin(program: Command): void {
  const login = program
    .command('login <name>')
    .description('Sign in as a user and print the token: export YARDMASTER_TOKEN=$(yardmaster login ada)')
    .option('--scopes <a,b,…>', 'fewer than what is granted')
    .option('--password-stdin', 'read the password from standard input')
  login.action(async (userId: string) => {
    const given = globals(login)
    const password = await readPassword({ fromInput: given['passwordStdin'] === true, twice: false })
    const token = await value(reachEngine(given.home).client.auth.token({ ...inputFrom(contract.auth.token, given), userId, password }))
    if (given.json) printJson(contract.auth.token, token)
    else out(token.accessToken)
  })
}
