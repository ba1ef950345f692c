import { pathToFileURL } from 'node:url'
import { checkLock } from './check-lock.mjs'
import { runTool, runToolBeside, steps } from './run.mjs'
import { setUpOrEnd } from './setup.mjs'

/* `npm run check`: format, types, lint and unit tests, in about a minute. What is left to `npm test`: integration, end to end. */

const files = ['{src,e2e,bench,tools,scripts}/**/*.{ts,tsx,mjs}', '*.{ts,js}']
const format = ['Format', () => runToolBeside('prettier', ['--check', '--log-level', 'warn', '--cache', ...files])]
const types = ['Types', () => runToolBeside('tsc', ['--noEmit'])]
const lint = (...more) => ['Lint', () => runToolBeside('eslint', ['.', '--max-warnings', '0', ...more])]

/** What the whole suite checks before it opens a window. */
export const checks = [
  ['Lockfile', checkLock],
  [format, types, lint()],
  ['Unit and integration tests', () => runTool('vitest', ['run', '--coverage'])],
]

/** Of files that did not change, what lint said before is kept: a change elsewhere may alter it, which the whole suite finds. */
const quickChecks = [
  ['Lockfile', checkLock],
  [format, types, lint('--cache', '--cache-location', 'node_modules/.cache/eslint/')],
  ['Unit tests', () => runTool('vitest', ['run', '--project', 'unit'])],
]

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await setUpOrEnd()
  process.exit((await steps(quickChecks)) ? 0 : 1)
}
