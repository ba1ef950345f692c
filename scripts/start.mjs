import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ownEnvironment, ownNode, root } from './run.mjs'
import { setUpOrEnd } from './setup.mjs'

/*
 * `npm start`: the app's window. Where Electron's binary cannot be had, or there is no screen, the same window in a browser.
 */

/** Electron fetches its binary at its first start; a slow network is waited for this long. */
const fetchWithinMs = 180_000

async function main() {
  const given = process.argv.slice(2)
  await setUpOrEnd()
  const screen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  if (!screen) return inBrowser(given, 'There is no screen here, so the window is served to a browser.')
  if (!electronBinary()) return inBrowser(given, 'Electron’s binary could not be had, so the same window opens in your browser.')
  start(electronBinary(), [root, ...given], {})
}

/** Where Electron's own program lies, fetched if need be; undefined where it cannot be had. */
function electronBinary() {
  const folder = join(root, 'node_modules', 'electron')
  if (!existsSync(join(folder, 'path.txt'))) {
    process.stderr.write('Fetching Electron (once) …\n')
    spawnSync(ownNode(), [join(folder, 'install.js')], { cwd: root, stdio: 'ignore', timeout: fetchWithinMs, env: ownEnvironment() })
  }
  if (!existsSync(join(folder, 'path.txt'))) return undefined
  const found = spawnSync(ownNode(), ['-p', 'require("electron")'], { cwd: root, encoding: 'utf8', env: ownEnvironment() })
  const file = found.stdout.trim()
  return found.status === 0 && existsSync(file) ? file : undefined
}

function inBrowser(given, why) {
  process.stderr.write(`${why}\n`)
  start(ownNode(), [join(root, 'out', 'main', 'serve.js'), ...given], {})
}

function start(program, args, environment) {
  const child = spawn(program, args, { cwd: process.cwd(), stdio: 'inherit', env: { ...process.env, ...environment } })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)))
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
})
