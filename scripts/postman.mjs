import { run, ownNode } from './run.mjs'
import { setUpOrEnd } from './setup.mjs'

/* `npm run postman [-- --check]`: writes postman/yardmaster.postman_collection.json, or says whether it is current. */

await setUpOrEnd()
process.exit(run(ownNode(), ['tools/postman.ts', ...process.argv.slice(2)], { shell: false }))
