import { spawn } from 'node:child_process'

const openers: Readonly<Record<string, readonly string[]>> = { darwin: ['open'], win32: ['explorer'] }

/** Opens an address in the browser of whoever asks; `failed` where nothing here opens one. */
export function openBrowser(address: string, failed: () => void): void {
  const [program = '', ...args] = openers[process.platform] ?? ['xdg-open']
  spawn(program, [...args, address], { stdio: 'ignore', detached: true })
    .on('error', failed)
    .unref()
}
