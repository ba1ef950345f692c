import { run, ownNode } from './run.mjs'
import { setUpOrEnd } from './setup.mjs'

/* `npm run bench [-- NAME …] [--json FILE]` */

await setUpOrEnd()
process.exit(run(ownNode(), ['--expose-gc', 'bench/index.ts', ...process.argv.slice(2)], { shell: false }))
