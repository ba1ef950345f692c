// `app`: paths, one instance, ready, and the order of events at the end.
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, unlinkSync, watch, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

export const createEvent = (more: object = {}) => {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
    ...more,
  }
  return event
}

/** The windows that are open, for whoever ends the app. */
export interface OpenWindows {
  close(): void
  readonly gone: boolean
}

export class App extends EventEmitter {
  readonly windows = new Set<OpenWindows>()
  readonly isPackaged = false
  /** Switches are Chromium's, which this host starts with its own. */
  readonly commandLine = { appendSwitch(): void {}, hasSwitch: () => false, getSwitchValue: () => '' }
  private readonly paths = new Map<string, string>()
  private readonly readiness = Promise.withResolvers<void>()
  private about: { name?: string; productName?: string; version?: string } = {}
  private root = process.cwd()
  private lock = ''
  private quitting = false

  configure(root: string): void {
    this.root = root
    const file = join(root, 'package.json')
    if (existsSync(file)) this.about = JSON.parse(readFileSync(file, 'utf8')) as App['about']
  }

  ready(): void {
    this.readiness.resolve()
    this.emit('ready')
  }

  whenReady(): Promise<void> {
    return this.readiness.promise
  }
  getName(): string {
    return this.about.productName ?? this.about.name ?? 'Electron'
  }
  getVersion(): string {
    return this.about.version ?? '0.0.0'
  }
  getAppPath(): string {
    return this.root
  }
  getLocale(): string {
    return 'en-US'
  }
  setPath(key: string, path: string): void {
    this.paths.set(key, path)
  }
  setAboutPanelOptions(): void {}

  getPath(key: string): string {
    const known =
      this.paths.get(key) ??
      ({ home: homedir(), temp: tmpdir() } as Record<string, string>)[key] ??
      join(homedir(), '.config', this.getName())
    if (key === 'userData') mkdirSync(known, { recursive: true })
    return known
  }

  /** The first instance holds a file; another one leaves a note beside it and goes. */
  requestSingleInstanceLock(): boolean {
    const folder = this.getPath('userData')
    const file = join(folder, 'instance.lock')
    if (isAlive(file)) {
      writeFileSync(join(folder, `second-${process.pid}.json`), JSON.stringify({ argv: process.argv, cwd: process.cwd() }))
      return false
    }
    writeFileSync(file, String(process.pid))
    this.lock = file
    watch(folder, { persistent: false }, (_event, name) => this.hearSecond(folder, name))
    return true
  }

  quit(): void {
    if (this.quitting) return
    const event = createEvent()
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.quitting = true
    for (const window of [...this.windows]) {
      window.close()
      if (!window.gone) {
        this.quitting = false
        return
      }
    }
    this.exit(0)
  }

  exit(code = 0): void {
    if (this.lock) rmSync(this.lock, { force: true })
    process.exit(code)
  }

  private hearSecond(folder: string, name: string | null): void {
    const file = name?.startsWith('second-') ? join(folder, name) : undefined
    if (!file || !existsSync(file)) return
    try {
      const { argv, cwd } = JSON.parse(readFileSync(file, 'utf8')) as { argv: string[]; cwd: string }
      unlinkSync(file)
      this.emit('second-instance', createEvent(), argv, cwd)
    } catch {
      // Half written: the next event has it whole.
    }
  }
}

function isAlive(file: string): boolean {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch {
    return false
  }
}
