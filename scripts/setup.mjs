import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, run, runTool } from './run.mjs'

/*
 * Everything that a fresh clone needs: libraries and the build. Does nothing, quickly, where both are up to date.
 */

const stamp = join(root, 'node_modules', '.yardmaster-stamp')
const lock = join(root, '.setup-lock')
const waitForOtherMs = 600_000

/** @param {{ build?: boolean }} what */
export async function setUp({ build = true } = {}) {
  await locked(() => {
    installLibraries()
    if (build) buildPrograms()
  })
}

function installLibraries() {
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Installing libraries (once; a minute or two) …')
  const code = run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'])
  if (code !== 0) throw new Error(`npm ci failed (exit code ${code}). Check the network, then try again; nothing else was changed.`)
  writeFileSync(stamp, wanted)
}

function buildPrograms() {
  const built = join(root, 'out', 'main', 'serve.js')
  if (existsSync(built) && statSync(built).mtimeMs >= newest(['src', 'electron.vite.config.ts', 'package.json'])) return
  say('Building …')
  const code = runTool('electron-vite', ['build', '--logLevel', 'warn'])
  if (code !== 0) throw new Error(`The build failed (exit code ${code}); what it says above is the reason.`)
}

function newest(names) {
  return Math.max(...names.map((name) => newestIn(join(root, name))))
}

function newestIn(path) {
  const about = statSync(path)
  if (!about.isDirectory()) return about.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

/** Two set-ups at once wait for each other; one that was killed is not waited for longer than a set-up takes. */
async function locked(work) {
  for (const until = Date.now() + waitForOtherMs; ;) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (Date.now() > until || Date.now() - statSync(lock, { throwIfNoEntry: false })?.mtimeMs > waitForOtherMs) rmdirSync(lock)
      else await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  const release = () => existsSync(lock) && rmdirSync(lock)
  process.once('exit', release)
  try {
    work()
  } finally {
    release()
    process.off('exit', release)
  }
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  setUp().catch((error) => {
    say(error.message)
    process.exit(1)
  })
}
