import { Menu, type MenuItemConstructorOptions } from 'electron'
import { openingOf, viewIds, viewTitles } from '../../shared/words/views.ts'

/** An item that asks the window to do something, by the id of its action. */
const item = (id: string, label: string, accelerator?: string): MenuItemConstructorOptions => ({
  id,
  label,
  ...(accelerator && { accelerator, registerAccelerator: false }),
})
const line: MenuItemConstructorOptions = { type: 'separator' }

/** The app's menu as data. The shortcuts are the window's own: here they are only shown. */
const menus: readonly (readonly [string, readonly MenuItemConstructorOptions[]])[] = [
  [
    'File',
    [
      item('jobs.new', 'New Job', 'CmdOrCtrl+Shift+N'),
      item('tasks.new', 'New Task', 'CmdOrCtrl+Alt+N'),
      line,
      item(openingOf('moving'), 'Import…'),
      item('jobs.export', 'Export Job'),
      item('app.exportAll', 'Export Everything'),
      line,
      { role: 'quit' },
    ],
  ],
  ['Edit', [{ role: 'undo' }, { role: 'redo' }, line, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }]],
  [
    'Run',
    [
      item('tasks.run', 'Run Task', 'CmdOrCtrl+Enter'),
      item('jobs.run', 'Run Job', 'CmdOrCtrl+Shift+Enter'),
      item('jobs.retry', 'Retry Job from What Failed'),
      line,
      item('runs.stop', 'Stop Run', 'CmdOrCtrl+.'),
      item('jobs.stop', 'Stop Job'),
      item('runs.restart', 'Run Again', 'CmdOrCtrl+R'),
      line,
      item('runs.nextFailed', 'Next Failed Run', 'F8'),
      item('runs.previousFailed', 'Previous Failed Run', 'Shift+F8'),
    ],
  ],
  ['Go', [item('view.panels', 'Panels'), line, ...viewIds.map((id) => item(openingOf(id), viewTitles[id]))]],
  [
    'View',
    [
      item('view.palette', 'Find Anything', 'CmdOrCtrl+K'),
      line,
      item('view.layout.columns', 'Five Columns'),
      item('view.layout.stacked', 'Runs over Logs'),
      item('view.layout.log', 'Log Below'),
      item('view.resetLayout', 'Reset Panels'),
      line,
      item('view.fold.jobs', 'Fold Jobs'),
      item('view.fold.tasks', 'Fold Tasks'),
      item('view.fold.editor', 'Fold Editor'),
      item('view.fold.runs', 'Fold Runs'),
      item('view.fold.logs', 'Fold Logs'),
      line,
      item('view.theme.light', 'Light Theme'),
      item('view.theme.dark', 'Dark Theme'),
      item('view.theme.system', 'Theme of the System'),
      item('view.contrast', 'High Contrast'),
      item('view.density', 'Compact Rows'),
      line,
      { role: 'togglefullscreen' },
    ],
  ],
  ['Help', [item('app.shortcuts', 'Keyboard Shortcuts'), { role: 'about' }]],
]

/** @param choose is told the id of an action */
export function setMenu(choose: (id: string) => void, platform: NodeJS.Platform): void {
  const clickable = (one: MenuItemConstructorOptions): MenuItemConstructorOptions =>
    one.id ? { ...one, click: () => choose(one.id ?? '') } : one
  const shown: MenuItemConstructorOptions[] = menus.map(([label, items]) => ({ label, submenu: items.map(clickable) }))
  // On a Mac the first menu is the app's, whatever it is called.
  Menu.setApplicationMenu(Menu.buildFromTemplate(platform === 'darwin' ? [{ role: 'appMenu' }, ...shown] : shown))
}
