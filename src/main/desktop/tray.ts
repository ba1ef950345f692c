import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron'
import type { Client } from '../../shared/contract/client.ts'

/** What the tray can ask of the app. */
export interface TrayDoes {
  show(): void
  /** Asks the window for an action, by its id. */
  choose(id: string): void
  quit(): void
}

interface Standing {
  readonly running: readonly string[]
  readonly active: number
  readonly waiting: number
  readonly next: readonly string[]
  readonly unread: number
}

const mostShown = 5

export interface AppTray extends Disposable {
  /** Shows what runs now, and what comes next. */
  refresh(): Promise<void>
}

/** @param icon path of its picture */
export function createTray(client: Client, icon: string, does: TrayDoes): AppTray {
  const tray = new Tray(nativeImage.createFromPath(icon))
  tray.setToolTip('Yardmaster')
  tray.on('click', does.show)
  return {
    async refresh() {
      const standing = await read(client)
      if (!standing || tray.isDestroyed()) return
      tray.setToolTip(`Yardmaster: ${standing.active} running, ${standing.waiting} waiting`)
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(standing, does)))
    },
    [Symbol.dispose]: () => tray.destroy(),
  }
}

async function read(client: Client): Promise<Standing | undefined> {
  const [summary, runs, schedules] = await Promise.all([
    client.system.summary({}),
    client.runs.list({ status: 'running', limit: mostShown }),
    client.schedules.list({ upcoming: true, limit: mostShown, count: 1 }),
  ])
  if (!summary.ok || !runs.ok || !schedules.ok) return undefined
  return {
    running: runs.value.runs.map((run) => run.taskName),
    active: summary.value.active,
    waiting: summary.value.waiting,
    unread: summary.value.unread,
    next: schedules.value.schedules.flatMap(({ name, fires }) => (fires[0] ? [`${name}: ${fires[0].words}`] : [])),
  }
}

const line: MenuItemConstructorOptions = { type: 'separator' }
const word = (label: string): MenuItemConstructorOptions => ({ label, enabled: false })

function trayMenu({ running, active, waiting, next, unread }: Standing, { show, choose, quit }: TrayDoes): MenuItemConstructorOptions[] {
  const open = (id: string) => (): void => {
    show()
    choose(id)
  }
  const others = active - running.length
  return [
    { id: 'show', label: 'Show Yardmaster', click: show },
    line,
    word(active === 0 ? 'Nothing is running' : 'Running'),
    ...running.map((name) => word(`   ${name}`)),
    ...(others > 0 ? [word(`   and ${others} more`)] : []),
    ...(waiting > 0 ? [{ id: 'queue', label: `${waiting} waiting`, click: open('app.queue') }] : []),
    line,
    word(next.length === 0 ? 'Nothing is planned' : 'Next'),
    ...next.map((name) => word(`   ${name}`)),
    line,
    { id: 'inbox', label: unread > 0 ? `Inbox: ${unread} unread` : 'Inbox', click: open('app.inbox') },
    line,
    { id: 'quit', label: 'Quit', click: quit },
  ]
}
