import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

/** Where a true executable carries its fuses; the packager sets them there, and a test reads them. */
const fuseWire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX${String.fromCharCode(1, 9)}${'0'.repeat(9)}`

/**
 * A folder that the packager takes for Electron's where that cannot be had: its executable starts the packed program on this
 * checkout's stand-in. Good for proving what is packed; not for giving to anybody.
 */
export function makeStandInDist() {
  const folder = join(root, 'dist', 'stand-in')
  const file = join(folder, 'electron')
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    file,
    `#!/bin/sh
# fuses: ${fuseWire}
here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
ELECTRON_HOST_PACKED=$here/resources/app.asar exec '${join(root, 'tools', 'electron-host', 'electron')}' "$@"
`,
  )
  chmodSync(file, 0o755)
  return folder
}
