import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What `doctor` found: `good` also where something is missing that there is a way around. */
export interface Finding {
  readonly what: string
  readonly good: boolean
  readonly message: string
}

/** What the window opens in: Electron, or any browser. Work runs without either. */
export function examineDesktop(): Finding[] {
  return [electron(), browser()]
}

/** In a checkout this file lies two folders below the root, built or not; in a package Electron is around it. */
function electron(): Finding {
  const what = 'Electron'
  if (process.versions['electron']) return { what, good: true, message: process.versions['electron'] }
  const roots = [join(import.meta.dirname, '..', '..'), join(import.meta.dirname, '..', '..', '..')]
  const isHere = roots.some((root) => existsSync(join(root, 'node_modules', 'electron', 'path.txt')))
  return {
    what,
    good: true,
    message: isHere ? 'is here' : 'is not here: npm start fetches it, and opens the window in a browser where that fails',
  }
}

const browsers = ['xdg-open', 'chromium', 'chromium-browser', 'google-chrome', 'firefox', 'microsoft-edge']

function browser(): Finding {
  const what = 'browser'
  if (process.platform !== 'linux') return { what, good: true, message: 'the system’s own' }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean)
  const found = browsers.find((name) => folders.some((folder) => existsSync(join(folder, name))))
  return { what, good: true, message: found ?? 'none in PATH: `yardmaster serve` prints an address for a browser on this machine' }
}
