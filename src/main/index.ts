import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app, BrowserWindow, dialog } from 'electron'
import { dataFolder, dataFolderPaths } from '../shared/machine/data-folder.ts'
import { systemClock } from './app/clock.ts'
import { createSignal } from './app/signal.ts'
import { compose, type Engine } from './compose.ts'
import { argumentOf, portOf } from './desktop/arguments.ts'
import { setMenu } from './desktop/menu.ts'
import { ownCalls } from './desktop/own-calls.ts'
import { startPresence } from './desktop/presence.ts'
import { askAboutRuns } from './desktop/quit.ts'
import { operatingSystemsSeal } from './desktop/seal.ts'
import { openWindow } from './desktop/window.ts'
import { answerWindow } from './ipc/bridge.ts'
import { createOwnClient } from './ipc/caller.ts'

/* Electron's entry: one instance, the engine, the window, and a question before runs are left alone. */

const here = import.meta.dirname
/** How long runs may take to end when they are to be stopped at the end. */
const stopWithinMs = 30_000

const home = dataFolder(argumentOf(process.argv, '--home'))
/** The built page, or in development the server that reloads it. */
const page = (!app.isPackaged && process.env['ELECTRON_RENDERER_URL']) || pathToFileURL(join(here, '../renderer/index.html')).href

/** What the menu asked the window to do, from the beginning. */
const chosen = { ids: [] as string[], signal: createSignal() }

async function start(): Promise<void> {
  const engine = await compose({
    home,
    version: app.getVersion(),
    agentCommand: [process.execPath, join(here, 'agent.js')],
    checkpointThread: join(here, 'checkpoint-thread.js'),
    agentEnvironment: { ELECTRON_RUN_AS_NODE: '1' },
    port: portOf(process.argv),
    seal: await operatingSystemsSeal(),
  })
  const client = createOwnClient(engine.service, systemClock.newId)
  answerWindow({
    service: engine.service,
    newId: systemClock.newId,
    page,
    own: { 'window.actions': actionsChosen },
    ownCalls: ownCalls({ client, logs: dataFolderPaths(home).logs }),
  })
  const choose = (id: string): void => {
    chosen.ids.push(id)
    chosen.signal.notify()
  }
  setMenu(choose, process.platform)
  const open = (): BrowserWindow => openWindow({ preload: join(here, '../preload/index.cjs'), page, memory: join(home, 'window.json') })
  open()
  const show = (): void => {
    const [window = open()] = BrowserWindow.getAllWindows()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const presence = await startPresence({
    client,
    icon: join(here, '../renderer/tray.png'),
    does: { show, choose, quit: () => app.quit() },
    failed: (error) => process.stderr.write(`The tray and notifications: ${String(error)}\n`),
  })
  app.on('second-instance', show)
  app.on('activate', show)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  endWell(engine, presence)
}

async function* actionsChosen(abort: AbortSignal): AsyncGenerator<readonly unknown[]> {
  const state = { told: chosen.ids.length }
  for await (const _ of chosen.signal.wakeups(abort)) {
    const next = chosen.ids.slice(state.told).map((id) => ({ id }))
    state.told = chosen.ids.length
    if (next.length > 0) yield next
  }
}

/** The app ends once the engine is closed; before that, whoever has runs going on is asked. */
function endWell(engine: Engine, presence: AsyncDisposable): void {
  const state = { closed: false, closing: false }
  const end = async (): Promise<void> => {
    const runs = engine.activeRuns()
    const answer = runs > 0 ? await askAboutRuns(BrowserWindow.getAllWindows()[0] ?? null, runs) : 'keep'
    if (answer === 'cancel') return
    if (answer === 'stop') await engine.stopActiveRuns(stopWithinMs)
    await presence[Symbol.asyncDispose]()
    await engine[Symbol.asyncDispose]()
    state.closed = true
    app.quit()
  }
  // Closing the last window is quitting, so the question comes while the window is still there to be kept.
  const ask = (event: { preventDefault(): void }): void => {
    if (state.closed) return
    event.preventDefault()
    if (state.closing) return
    state.closing = true
    void end().finally(() => {
      state.closing = false
    })
  }
  app.on('before-quit', ask)
  for (const window of BrowserWindow.getAllWindows()) {
    window.on('close', (event) => {
      if (state.closed || !engine.settings()['window.close_to_tray']) return process.platform === 'darwin' ? undefined : ask(event)
      event.preventDefault()
      window.hide()
    })
  }
}

function complain(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`${message}\n`)
  dialog.showErrorBox('Yardmaster could not start', message)
  app.exit(1)
}

function begin(): void {
  const folder = join(home, 'window')
  mkdirSync(folder, { recursive: true })
  app.setPath('userData', folder)
  if (app.requestSingleInstanceLock()) void app.whenReady().then(start).catch(complain)
  else app.quit()
}

try {
  begin()
} catch (error) {
  complain(error)
}
