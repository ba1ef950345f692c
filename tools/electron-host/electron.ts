// The `electron` module of the stand-in: what this app uses of the main process, over a real Chromium. Menus, dialogs, the tray and
// notifications have their state only; not emulated are the operating system's sandbox, will-navigate, webRequest and updates.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App } from './app.ts'
import { launchChromium, type Chromium } from './chromium.ts'
import { IpcMain } from './ipc.ts'
import { createBrowserWindowClass } from './window.ts'

export const app = new App()
export const ipcMain = new IpcMain()

const launched = Promise.withResolvers<Chromium>()
const electronVersion = (
  JSON.parse(readFileSync(new URL('../../node_modules/electron/package.json', import.meta.url), 'utf8')) as { version: string }
).version

export const host = {
  configure: (root: string): void => app.configure(root),
  async start(): Promise<void> {
    const chromium = await launchChromium(join(app.getPath('userData'), 'chromium'))
    chromium.on('close', () => app.exit(0))
    Object.defineProperty(process.versions, 'chrome', {
      configurable: true,
      value: String((await chromium.send('Browser.getVersion'))['product']).split('/')[1],
    })
    await chromium.send('Target.setDiscoverTargets', { discover: true })
    launched.resolve(chromium)
    app.ready()
  },
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
Object.defineProperty(process, 'type', { value: 'browser', configurable: true })
Object.defineProperty(process.versions, 'electron', { value: electronVersion, configurable: true })

/** There is no protection of secrets here, and it says so. */
export const safeStorage = {
  isAsyncEncryptionAvailable: async (): Promise<boolean> => false,
  getSelectedStorageBackend: (): string => 'basic_text',
  encryptStringAsync: (): never => {
    throw new Error('The stand-in cannot encrypt')
  },
  decryptStringAsync: (): never => {
    throw new Error('The stand-in cannot decrypt')
  },
}

export const nativeTheme = {
  themeSource: 'system',
  get shouldUseDarkColors() {
    return this.themeSource === 'dark'
  },
}
export const BrowserWindow = createBrowserWindowClass({
  app,
  ipcMain,
  chromium: launched.promise,
  dark: () => nativeTheme.shouldUseDarkColors,
})

interface ItemOptions {
  readonly id?: string
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly click?: () => void
  readonly submenu?: readonly ItemOptions[]
}

export class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly role: string | undefined
  readonly submenu: Menu | undefined
  private readonly onClick: (() => void) | undefined

  constructor(options: ItemOptions) {
    this.id = options.id
    this.role = options.role
    this.label = options.label ?? options.role ?? ''
    this.onClick = options.click
    this.submenu = options.submenu && Menu.buildFromTemplate(options.submenu)
  }

  click(): void {
    if (this.role === 'quit') app.quit()
    else this.onClick?.()
  }
}

export class Menu {
  private static current: Menu | null = null
  static setApplicationMenu(menu: Menu | null): void {
    Menu.current = menu
  }
  static getApplicationMenu(): Menu | null {
    return Menu.current
  }
  static buildFromTemplate(template: readonly ItemOptions[]): Menu {
    return new Menu(template.map((options) => new MenuItem(options)))
  }
  readonly items: readonly MenuItem[]
  constructor(items: readonly MenuItem[] = []) {
    this.items = items
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id)
      if (found) return found
    }
    return null
  }
}

export const nativeImage = { createFromPath: (path: string): { readonly path: string } => ({ path }) }

/** Tests look at the newest one's menu, and click on its items. */
export class Tray extends EventEmitter {
  static current: Tray | null = null
  toolTip = ''
  menu: Menu | null = null
  readonly image: { readonly path: string }
  private dead = false

  constructor(image: { readonly path: string }) {
    super()
    this.image = image
    Tray.current = this
  }

  setToolTip(text: string): void {
    this.toolTip = text
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }
  isDestroyed(): boolean {
    return this.dead
  }
  destroy(): void {
    this.dead = true
  }
}

/** Tests look at what was shown, and emit its click. */
export class Notification extends EventEmitter {
  static readonly shown: Notification[] = []
  static isSupported(): boolean {
    return true
  }
  readonly title: string
  readonly body: string

  constructor(options: { readonly title: string; readonly body: string }) {
    super()
    this.title = options.title
    this.body = options.body
  }

  show(): void {
    Notification.shown.push(this)
  }
}

/** Tests put answers of their own in place of these, as they do with the real module. */
export const dialog = {
  showMessageBox: async (...given: readonly unknown[]) => ({
    response: (given.at(-1) as { cancelId?: number }).cancelId ?? 0,
    checkboxChecked: false,
  }),
  showErrorBox: (title: string, content: string): void => void process.stderr.write(`[dialog] ${title}: ${content}\n`),
}
export const shell = {
  opened: [] as string[],
  openExternal(url: string): Promise<void> {
    shell.opened.push(url)
    return Promise.resolve()
  },
  openPath(path: string): Promise<string> {
    shell.opened.push(path)
    return Promise.resolve('')
  },
}
const screenArea = { x: 0, y: 0, width: 1_920, height: 1_080 }
export const screen = { getAllDisplays: () => [{ id: 1, bounds: screenArea, workArea: screenArea, scaleFactor: 1 }] }
export const session = { defaultSession: { setPermissionRequestHandler(): void {} } }
