import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import about from '../../package.json' with { type: 'json' }
import { openBrowser } from '../shared/machine/browser.ts'
import { dataFolder } from '../shared/machine/data-folder.ts'
import type { Engine } from './compose.ts'

/* The same engine without a desktop, and the same window in a browser: `yardmaster serve`. */

interface Asked {
  readonly home: string
  readonly port: number | undefined
  readonly open: boolean
  readonly stopRuns: boolean
}

const { version } = about

/** The bundles lie side by side: this one, the agent's, and the window's one folder up. */
const here = import.meta.dirname

/** How long runs may take to end when `--stop-runs` asks for it. */
const stopWithinMs = 60_000

async function serve(asked: Asked): Promise<void> {
  // Loaded only now: the compile cache serves what is loaded after it was enabled.
  enableCompileCache()
  const { compose } = await import('./compose.ts')
  const engine = await compose({
    home: asked.home,
    version,
    agentCommand: [process.execPath, join(here, 'agent.js')],
    checkpointThread: join(here, 'checkpoint-thread.js'),
    agentEnvironment: {},
    port: asked.port,
    rendererFolder: join(here, '..', 'renderer'),
  })
  const address = `http://127.0.0.1:${engine.port}/#token=${engine.token}`
  process.stdout.write(
    `Yardmaster ${version} is ready.\n  window  ${address}\n  API     http://127.0.0.1:${engine.port}/docs\n  data    ${engine.home}\nStop it with Ctrl+C; runs go on without it.\n`,
  )
  if (asked.open) openBrowser(address, () => {})
  endOnSignal(engine, asked)
}

function endOnSignal(engine: Engine, asked: Asked): void {
  const state = { ending: false }
  const end = async (): Promise<void> => {
    if (state.ending) return
    state.ending = true
    if (asked.stopRuns) await engine.stopActiveRuns(stopWithinMs)
    await engine[Symbol.asyncDispose]()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end())
}

function read(argv: readonly string[]): Asked {
  const { values } = parseArgs({
    args: argv.filter((word) => word !== 'serve'),
    options: { home: { type: 'string' }, port: { type: 'string' }, 'no-open': { type: 'boolean' }, 'stop-runs': { type: 'boolean' } },
  })
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new TypeError(`--port takes a number from 0 to 65535, not “${values.port ?? ''}”`)
  const seen = process.stdout.isTTY && (process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']))
  return { home: dataFolder(values.home), port, open: seen && !values['no-open'], stopRuns: values['stop-runs'] ?? false }
}

function main(): void {
  try {
    const asked = read(process.argv.slice(2))
    serve(asked).catch((error: unknown) => complain(error, 1))
  } catch (error) {
    complain(error, 2)
  }
}

function complain(error: unknown, exitCode: number): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(exitCode)
}

main()
