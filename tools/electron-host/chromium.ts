// Chromium over its debugging protocol. Our commands go through a pipe, so that it ends with us, even after a kill -9; the port is
// for the test runner, which waits for the line that names it.
import { spawn, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'

export type Params = Readonly<Record<string, unknown>>
interface Answer {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  readonly params?: Params
  readonly result?: Params
  readonly error?: { readonly message: string }
}
interface Waiting {
  readonly resolve: (result: Params) => void
  readonly reject: (error: Error) => void
}

const programs = ['/usr/lib/chromium/chromium', '/usr/bin/chromium', '/usr/bin/google-chrome']
/** Chromium's exit code where the profile is still held by a predecessor that was killed. */
const profileHeld = 21
const tries = 50

/** Emits `<session> <method>` for what a page tells, `<method>` for what the browser tells, and `close`. */
export class Chromium extends EventEmitter {
  private readonly waiting = new Map<number, Waiting>()
  private readonly pipe: Writable
  private sent = 0

  constructor(child: ChildProcess) {
    super()
    this.setMaxListeners(0)
    this.pipe = child.stdio[3] as Writable
    this.pipe.on('error', () => {})
    this.listen(child.stdio[4] as Readable)
    child.once('exit', () => {
      for (const one of this.waiting.values()) one.reject(new Error('Chromium has gone'))
      this.emit('close')
    })
  }

  send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    const id = ++this.sent
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.pipe.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  private listen(pipe: Readable): void {
    let rest = Buffer.alloc(0)
    pipe.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        this.receive(JSON.parse(rest.toString('utf8', 0, end)) as Answer)
        rest = rest.subarray(end + 1)
      }
    })
  }

  private receive({ id, method, sessionId, params, result, error }: Answer): void {
    if (id === undefined) return void this.emit(sessionId ? `${sessionId} ${method ?? ''}` : (method ?? ''), params)
    const waiting = this.waiting.get(id)
    this.waiting.delete(id)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result ?? {})
  }
}

export async function launchChromium(profile: string): Promise<Chromium> {
  const program = programs.find((file) => existsSync(file))
  if (!program) throw new Error('The stand-in for Electron needs Chromium: apt-get install chromium')
  const args = [
    '--remote-debugging-pipe',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-startup-window',
    '--no-first-run',
    '--no-default-browser-check',
    '--headless',
    '--allow-file-access-from-files',
    '--password-store=basic',
    '--disable-dev-shm-usage',
    '--disable-breakpad',
    '--disable-component-update',
    '--disable-background-networking',
    '--force-color-profile=srgb',
    '--hide-scrollbars',
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
  for (let attempt = 1; ; attempt++) {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
    process.once('exit', () => child.kill('SIGKILL'))
    const { address, log } = await addressOf(child)
    if (address) {
      process.stderr.write(`DevTools listening on ${address}\n`)
      return new Chromium(child)
    }
    if (child.exitCode !== profileHeld || attempt > tries) throw new Error(`Chromium ended with ${String(child.exitCode)}\n${log}`)
    await sleep(100)
  }
}

function addressOf(child: ChildProcess): Promise<{ address: string | undefined; log: string }> {
  return new Promise((resolve) => {
    let log = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk
      const address = /^DevTools listening on (ws:.*)$/m.exec(log)?.[1]
      if (address) resolve({ address, log })
    })
    child.once('exit', () => resolve({ address: undefined, log }))
  })
}
