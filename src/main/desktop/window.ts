import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { BrowserWindow, nativeTheme, screen, session, shell, type Rectangle } from 'electron'
import { z } from 'zod'

export interface WindowConfig {
  readonly preload: string
  /** The address of the page. */
  readonly page: string
  /** Where its place on the screen is remembered. */
  readonly memory: string
}

const Remembered = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number(), maximized: z.boolean() })
const usual = { width: 1_440, height: 900 }
const least = { minWidth: 1_000, minHeight: 600 }

/** The one window: sandboxed, isolated, and locked to its own page. */
export function openWindow({ preload, page, memory }: WindowConfig): BrowserWindow {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === 'clipboard-sanitized-write'))
  const kept = recall(memory)
  const window = new BrowserWindow({
    ...usual,
    ...least,
    ...(kept && { x: kept.x, y: kept.y, width: kept.width, height: kept.height }),
    title: 'Yardmaster',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#fafbfc',
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, spellcheck: false },
  })
  lock(window)
  window.once('ready-to-show', () => {
    if (kept?.maximized) window.maximize()
    window.show()
  })
  window.on('close', () => writeFileSync(memory, JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() })))
  void window.loadURL(page)
  return window
}

/** It shows its own page and no other; an address goes to the browser of the system. */
function lock({ webContents }: BrowserWindow): void {
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  webContents.setWindowOpenHandler(({ url }) => {
    if (/^https?:\/\//.test(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
}

/** Where the window was, if any of it would still be seen there. */
function recall(memory: string): z.infer<typeof Remembered> | undefined {
  if (!existsSync(memory)) return undefined
  try {
    const kept = Remembered.parse(JSON.parse(readFileSync(memory, 'utf8')))
    return screen.getAllDisplays().some((display) => overlap(display.workArea, kept)) ? kept : undefined
  } catch {
    return undefined
  }
}

const seenAtLeast = 100

const overlap = (one: Rectangle, other: Rectangle): boolean =>
  Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x) >= seenAtLeast &&
  Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y) >= seenAtLeast
