import { pathToFileURL } from 'node:url'
import { checkLock } from './check-lock.mjs'
import { runTool, steps } from './run.mjs'
import { setUpOrEnd } from './setup.mjs'

/* `npm run check`: types, lint and unit tests, in under a minute. */

export const checks = [
  ['Lockfile', checkLock],
  ['Types', () => runTool('tsc', ['--noEmit'])],
  ['Lint', () => runTool('eslint', ['.', '--max-warnings', '0'])],
  ['Unit and integration tests', () => runTool('vitest', ['run', '--coverage'])],
]

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUpOrEnd()
  process.exit(steps(checks) ? 0 : 1)
}
