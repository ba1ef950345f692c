// A BrowserWindow is a page of Chromium; its contents talk to the preload through a binding of the debugging protocol.
import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { createEvent, type App } from './app.ts'
import type { Chromium, Params } from './chromium.ts'
import type { IpcMain } from './ipc.ts'
import { bridgeWorlds } from './page.ts'

const binding = '__electronHostSend'
const deliver = '__electronHostDeliver'
const isolated = 'Electron Isolated Context'

export interface HostParts {
  readonly app: App
  readonly ipcMain: IpcMain
  readonly chromium: Promise<Chromium>
  readonly dark: () => boolean
}
export interface WindowOptions {
  readonly width?: number
  readonly height?: number
  readonly x?: number
  readonly y?: number
  readonly show?: boolean
  readonly title?: string
  readonly webPreferences?: { readonly preload?: string }
}

export class WebContents extends EventEmitter {
  readonly id: number
  targetId = ''
  readonly mainFrame: { readonly parent: null; readonly url: string }
  private readonly opened: Promise<void>
  private readonly host: HostParts
  private readonly preload: string
  private chromium: Chromium | undefined
  private session = ''
  private world = 0
  private address = ''
  private dead = false
  private onOpen: (details: { url: string }) => { action: string } = () => ({ action: 'deny' })

  constructor(host: HostParts, id: number, options: WindowOptions) {
    super()
    this.id = id
    this.host = host
    this.preload = options.webPreferences?.preload ? readFileSync(options.webPreferences.preload, 'utf8') : ''
    const address = (): string => this.address
    this.mainFrame = {
      parent: null,
      get url() {
        return address()
      },
    }
    this.opened = this.open(options)
  }

  async loadURL(url: string): Promise<void> {
    await this.opened
    const loaded = new Promise((resolve) => this.chromium?.once(`${this.session} Page.loadEventFired`, resolve))
    await this.command('Page.navigate', { url })
    await loaded
  }

  send(channel: string, ...args: unknown[]): void {
    this.deliver({ kind: 'event', channel, args })
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.onOpen = handler
  }
  isDestroyed(): boolean {
    return this.dead
  }
  getURL(): string {
    return this.address
  }
  async command(method: string, params: Params = {}): Promise<Params> {
    return (await this.chromium?.send(method, params, this.session)) ?? {}
  }

  end(): void {
    this.dead = true
    this.emit('destroyed')
    void this.chromium?.send('Target.closeTarget', { targetId: this.targetId }).catch(() => {})
  }

  private async open({ width = 800, height = 600 }: WindowOptions): Promise<void> {
    this.chromium = await this.host.chromium
    this.targetId = String(
      (await this.chromium.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height }))['targetId'],
    )
    this.session = String((await this.chromium.send('Target.attachToTarget', { targetId: this.targetId, flatten: true }))['sessionId'])
    this.listen()
    const config = { token: randomBytes(8).toString('hex'), binding, deliver }
    const script = (isPage: boolean): string =>
      `(${bridgeWorlds.toString()})(${JSON.stringify({ ...config, isPage, preload: isPage ? '' : this.preload })})`
    await Promise.all([
      this.command('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 0, mobile: false }),
      this.command('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: this.host.dark() ? 'dark' : 'light' }],
      }),
      this.command('Page.enable'),
      this.command('Runtime.enable'),
      this.command('Runtime.addBinding', { name: binding, executionContextName: isolated }),
      this.command('Page.addScriptToEvaluateOnNewDocument', { source: script(true) }),
      this.command('Page.addScriptToEvaluateOnNewDocument', { source: script(false), worldName: isolated }),
    ])
  }

  private listen(): void {
    const on = (method: string, hear: (params: Params) => void): void => void this.chromium?.on(`${this.session} ${method}`, hear)
    on('Runtime.bindingCalled', (params) => {
      if (params['name'] === binding) void this.receive(JSON.parse(String(params['payload'])) as Message)
    })
    on('Runtime.executionContextCreated', ({ context }) => {
      const made = context as { id: number; name: string; auxData?: { frameId?: string } }
      if (made.name === isolated && made.auxData?.frameId === this.targetId) this.world = made.id
    })
    on('Page.frameNavigated', ({ frame }) => {
      const { url, parentId } = frame as { url: string; parentId?: string }
      if (parentId) return
      this.address = url
      this.emit('did-navigate', createEvent(), url)
    })
    on('Page.loadEventFired', () => this.emit('did-finish-load', createEvent()))
  }

  private async receive(message: Message): Promise<void> {
    if (message.kind === 'open') return void this.onOpen({ url: message.url ?? '' })
    const event = createEvent({ sender: this, senderFrame: this.mainFrame })
    if (message.kind === 'send') return void this.host.ipcMain.emit(message.channel, event, ...message.args)
    try {
      const value: unknown = await this.host.ipcMain.answer(message.channel, event, message.args)
      this.deliver({ kind: 'result', id: message.id, value })
    } catch (error) {
      this.deliver({ kind: 'result', id: message.id, error: String(error) })
    }
  }

  private deliver(message: object): void {
    if (this.dead || !this.world) return
    this.command('Runtime.evaluate', { contextId: this.world, expression: `globalThis.${deliver}?.(${JSON.stringify(message)})` }).catch(
      () => {},
    )
  }
}

interface Message {
  readonly kind: 'invoke' | 'send' | 'open'
  readonly id: number
  readonly channel: string
  readonly args: unknown[]
  readonly url?: string
}

/** Answers the class BrowserWindow for this host. */
export function createBrowserWindowClass(host: HostParts) {
  const open = new Map<number, InstanceType<typeof HostWindow>>()
  const state = { made: 0 }

  class HostWindow extends EventEmitter {
    static getAllWindows() {
      return [...open.values()]
    }
    static getFocusedWindow() {
      return [...open.values()].find((one) => one.isVisible()) ?? null
    }
    static fromWebContents(contents: WebContents) {
      return [...open.values()].find((one) => one.webContents === contents) ?? null
    }
    static fromId(id: number) {
      return open.get(id) ?? null
    }
    readonly id = ++state.made
    readonly webContents: WebContents
    gone = false
    private bounds: { x: number; y: number; width: number; height: number }
    private readonly is = { visible: false, maximized: false, minimized: false }

    constructor(options: WindowOptions = {}) {
      super()
      this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
      this.webContents = new WebContents(host, this.id, options)
      this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
      open.set(this.id, this)
      host.app.windows.add(this)
      void host.chromium.then((chromium) =>
        chromium.on('Target.targetDestroyed', ({ targetId }: Params) => {
          if (targetId === this.webContents.targetId) this.vanish()
        }),
      )
    }

    loadURL(url: string): Promise<void> {
      return this.webContents.loadURL(url)
    }
    close(): void {
      if (this.gone) return
      const event = createEvent()
      this.emit('close', event)
      if (!event.defaultPrevented) this.vanish()
    }
    private vanish(): void {
      if (this.gone) return
      this.gone = true
      open.delete(this.id)
      host.app.windows.delete(this)
      this.webContents.end()
      this.emit('closed')
      if (open.size === 0)
        setImmediate(() => {
          if (!host.app.emit('window-all-closed')) host.app.quit()
        })
    }
    isDestroyed(): boolean {
      return this.gone
    }
    show(): void {
      this.is.visible = true
    }
    hide(): void {
      this.is.visible = false
    }
    isVisible(): boolean {
      return this.is.visible
    }
    focus(): void {
      this.emit('focus')
    }
    maximize(): void {
      this.is.maximized = true
    }
    isMaximized(): boolean {
      return this.is.maximized
    }
    minimize(): void {
      this.is.minimized = true
    }
    restore(): void {
      this.is.minimized = false
    }
    isMinimized(): boolean {
      return this.is.minimized
    }
    getBounds() {
      return { ...this.bounds }
    }
    getNormalBounds() {
      return { ...this.bounds }
    }
    setBounds(bounds: Partial<HostWindow['bounds']>): void {
      this.bounds = { ...this.bounds, ...bounds }
      void this.webContents.command('Emulation.setDeviceMetricsOverride', {
        width: this.bounds.width,
        height: this.bounds.height,
        deviceScaleFactor: 0,
        mobile: false,
      })
    }
  }
  return HostWindow
}
