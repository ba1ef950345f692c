import { checks } from './check.mjs'
import { runTool, steps } from './run.mjs'
import { setUpOrEnd } from './setup.mjs'
import { provideSystemPackages } from './system-packages.mjs'

/* `npm test`: all the set-up, then the whole suite. It ends with the summary of the runner that came last. */

const systemReady = await steps([['System packages', provideSystemPackages]])
if (!systemReady) process.exit(1)
await setUpOrEnd()
process.exit((await steps([...checks, ['End to end', () => runTool('playwright', ['test'])]])) ? 0 : 1)
