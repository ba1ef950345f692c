import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { alone } from './lock.mjs'
import { root, run, runTool } from './run.mjs'

/*
 * Everything that a fresh clone needs: libraries and the build. Does nothing, quickly, where both are up to date.
 */

const stamp = join(root, 'node_modules', '.yardmaster-stamp')
const lock = join(root, '.setup-lock')
/** What the build writes first and last: one that broke off leaves one of them old. */
const built = ['out/main/serve.js', 'out/renderer/index.html'].map((name) => join(root, name))

async function setUp() {
  await alone(lock, {
    waiting: () => say('Another set-up of this folder is going on; waiting for it …'),
    work: () => {
      installLibraries()
      buildPrograms()
    },
  })
}

function installLibraries() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Installing libraries (once; a minute or two) …')
  const code = run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'])
  if (code !== 0) throw new Error(`npm ci failed (exit code ${code}). Check the network, then try again; nothing else was changed.`)
  writeFileSync(stamp, wanted)
}

function buildPrograms() {
  const oldest = Math.min(...built.map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0)))
  if (oldest >= newest(['src', 'electron.vite.config.ts', 'package.json'])) return
  say('Building …')
  const code = runTool('electron-vite', ['build', '--logLevel', 'warn'])
  if (code !== 0) throw new Error(`The build failed (exit code ${code}); what it says above is the reason.`)
}

function newest(names) {
  return Math.max(...names.map((name) => newestIn(join(root, name))))
}

function newestIn(path) {
  const about = statSync(path, { throwIfNoEntry: false })
  if (!about) return 0
  // A folder is as new as the last file that came or went.
  return !about.isDirectory() ? about.mtimeMs : Math.max(about.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

/** The same for programs that can do nothing without it: what went wrong is said in words, and ends them. */
export async function setUpOrEnd() {
  try {
    await setUp()
  } catch (error) {
    say(error.message)
    process.exit(1)
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await setUpOrEnd()
