// What Electron's executable does around an app: arguments, the inspector, the main program of package.json, and then `ready`.
import { createRequire } from 'node:module'
import { existsSync, readFileSync, statSync } from 'node:fs'
import inspector from 'node:inspector'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { extractAll } from '@electron/asar'
import { host } from './electron.ts'

interface Arguments {
  readonly required: readonly string[]
  readonly inspect: string | undefined
  readonly entry: string
}

const given = process.argv.slice(2)
const { required, inspect, entry } = read(given)
if (inspect !== undefined) inspector.open(Number(inspect), '127.0.0.1')
process.argv = [join(import.meta.dirname, 'electron'), ...given]
// The test runner hooks into the main program with -r, as it does with Electron.
for (const file of required) createRequire(resolve('x.js'))(resolve(file))

const packed = process.env['ELECTRON_HOST_PACKED']
const main = mainOf(packed ? unpack(packed) : resolve(entry))
host.configure(rootOf(main))
await import(pathToFileURL(main).href)
await host.start()

function read(words: readonly string[]): Arguments {
  const required = words.flatMap((word, index) => (['-r', '--require'].includes(words[index - 1] ?? '') ? [word] : []))
  const inspect = words
    .find((word) => word.startsWith('--inspect'))
    ?.split('=')[1]
    ?.split(':')
    .at(-1)
  const entry = words.find((word, index) => !word.startsWith('-') && !required.includes(words[index] ?? '')) ?? '.'
  return { required, inspect: words.some((word) => word.startsWith('--inspect')) ? (inspect ?? '9229') : undefined, entry }
}

/** Electron reads its archive as if it were a folder; plain Node needs the folder. */
function unpack(archive: string): string {
  const folder = join(dirname(archive), 'unpacked-for-stand-in')
  if (!existsSync(folder) || statSync(folder).mtimeMs < statSync(archive).mtimeMs) extractAll(archive, folder)
  return folder
}

function mainOf(path: string): string {
  if (!statSync(path).isDirectory()) return path
  const about = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { main?: string }
  return resolve(path, about.main ?? 'index.js')
}

function rootOf(file: string): string {
  for (let folder = dirname(file); ; folder = dirname(folder))
    if (existsSync(join(folder, 'package.json')) || dirname(folder) === folder) return folder
}
