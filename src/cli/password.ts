import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Ended, exitCodes } from './exit.ts'

/**
 * A password, from standard input or from whoever sits there: never from an argument, which every program of the
 * machine can read.
 *
 * @throws Ended with 2 where nobody can be asked
 */
export async function readPassword({ fromInput, twice }: { readonly fromInput: boolean; readonly twice: boolean }): Promise<string> {
  if (fromInput) return readFileSync(0, 'utf8').replace(/\r?\n$/, '')
  if (!process.stdin.isTTY)
    throw new Ended(exitCodes.usage, 'Nobody can be asked for a password here: add --password-stdin and give it on standard input')
  const password = await ask('Password: ')
  if (twice && (await ask('Again: ')) !== password) throw new Ended(exitCodes.usage, 'The two are not the same. Nothing was changed.')
  return password
}

const endings = new Set(['\r', '\n', '\u0004'])

/** Without showing what is typed. */
async function ask(question: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8').resume()
  try {
    return await typed(stdin)
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}

async function typed(stdin: NodeJS.ReadStream): Promise<string> {
  const characters: string[] = []
  for (;;) {
    const [chunk] = (await once(stdin, 'data')) as [string]
    for (const key of Array.from(chunk)) {
      if (key === '\u0003') throw new Ended(exitCodes.failed, 'Nothing was changed.')
      if (endings.has(key)) return characters.join('')
      if (key === '\u007f' || key === '\b') characters.pop()
      else characters.push(key)
    }
  }
}
