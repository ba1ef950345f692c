import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, runTool } from './run.mjs'
import { setUp } from './setup.mjs'

/* `npm run package [-- --dir]`: installers for this platform, or only the folder that they carry. */

await setUp()
const binaryIsHere = existsSync(join(root, 'node_modules', 'electron', 'path.txt'))
const standIn = binaryIsHere ? [] : ['--config.electronDist=tools/electron-host/dist']
process.exit(runTool('electron-builder', ['--publish', 'never', ...standIn, ...process.argv.slice(2)]))
