import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root, runTool } from './run.mjs'
import { setUpOrEnd } from './setup.mjs'
import { makeStandInDist } from './stand-in-dist.mjs'

/* `npm run package [-- --dir]`: installers for this platform, or only the folder that they carry. */

await setUpOrEnd()
const given = process.argv.slice(2)
const binaryIsHere = existsSync(join(root, 'node_modules', 'electron', 'path.txt'))
// Installers fetch what they need, Electron too; the folder alone can be made without it.
const standIn = given.includes('--dir') && !binaryIsHere ? [`--config.electronDist=${makeStandInDist()}`] : []
process.exit(runTool('electron-builder', ['--publish', 'never', ...standIn, ...given]))
