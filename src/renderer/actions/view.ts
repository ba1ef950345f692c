import {
  Contrast,
  Keyboard,
  Laptop,
  LayoutPanelLeft,
  LogOut,
  Moon,
  PanelLeftClose,
  PanelsTopLeft,
  RotateCcw,
  Rows3,
  Search,
  Sun,
  Undo2,
} from 'lucide-react'
import { useMe } from '../state/me.ts'
import { usePrefs, type LayoutName, type PanelName, type Theme } from '../state/prefs.ts'
import { useStore } from '../state/store.ts'
import { undoLast } from '../state/undo.ts'
import { forgetToken } from '../wire/wire.ts'
import { defineAction } from './define.ts'
import { told } from './tell.ts'

const set = usePrefs.getState().set

const theme = (to: Theme, title: string, icon: typeof Sun) =>
  defineAction({
    id: `view.theme.${to}`,
    title,
    scope: 'View',
    icon,
    perform: () => set({ theme: to }),
  })
const layout = (to: LayoutName, title: string) =>
  defineAction({
    id: `view.layout.${to}`,
    title,
    scope: 'View',
    icon: PanelsTopLeft,
    perform: () => set({ layout: to }),
  })

const panelNames = { jobs: 'Jobs', tasks: 'Tasks', editor: 'Task editor', runs: 'Runs', logs: 'Logs' } as const satisfies Record<
  PanelName,
  string
>

const fold = (panel: PanelName) =>
  defineAction({
    id: `view.fold.${panel}`,
    title: `Fold or unfold ${panelNames[panel]}`,
    scope: 'View',
    icon: PanelLeftClose,
    perform: () => usePrefs.getState().fold(panel, usePrefs.getState().collapsed.includes(panel) ? 'open' : 'strip'),
  })

export const viewActions = [
  defineAction({
    id: 'view.palette',
    title: 'Find anything',
    scope: 'View',
    shortcut: 'Mod+K',
    icon: Search,
    perform: () => useStore.setState({ dialog: { kind: 'palette' } }),
  }),
  defineAction({
    id: 'app.shortcuts',
    title: 'Keyboard shortcuts',
    scope: 'App',
    shortcut: '?',
    icon: Keyboard,
    perform: () => useStore.setState({ dialog: { kind: 'shortcuts' } }),
  }),
  defineAction({
    id: 'app.undo',
    title: 'Undo',
    scope: 'App',
    shortcut: 'Mod+Z',
    keysOfText: true,
    icon: Undo2,
    unavailable: ({ state }) => (state.undo ? undefined : 'There is nothing to take back now'),
    perform: undoLast,
  }),
  defineAction({
    id: 'app.signOut',
    title: 'Sign out',
    scope: 'App',
    icon: LogOut,
    unavailable: () => (window.yardmaster ? 'The app’s own window belongs to the machine’s owner' : undefined),
    perform: async ({ client }) => {
      if (!useMe.getState().me?.local) await told(client.auth.logout({}))
      forgetToken()
      location.reload()
    },
  }),
  theme('light', 'Light theme', Sun),
  theme('dark', 'Dark theme', Moon),
  theme('system', 'Theme of the system', Laptop),
  defineAction({
    id: 'view.contrast',
    title: 'High contrast on or off',
    scope: 'View',
    icon: Contrast,
    perform: () => set({ highContrast: !usePrefs.getState().highContrast }),
  }),
  defineAction({
    id: 'view.density',
    title: 'Compact rows on or off',
    scope: 'View',
    icon: Rows3,
    perform: () => set({ density: usePrefs.getState().density === 'compact' ? 'comfortable' : 'compact' }),
  }),
  ...(['jobs', 'tasks', 'editor', 'runs', 'logs'] as const).map(fold),
  layout('columns', 'Layout: five columns'),
  layout('stacked', 'Layout: runs over logs'),
  layout('log', 'Layout: log below'),
  defineAction({
    id: 'view.layout.auto',
    title: 'Layout: by the window’s width',
    scope: 'View',
    icon: LayoutPanelLeft,
    perform: () => set({ layout: undefined }),
  }),
  defineAction({
    id: 'view.resetLayout',
    title: 'Reset panels',
    scope: 'View',
    icon: RotateCcw,
    perform: () => set({ layout: undefined, shares: {}, collapsed: [] }),
  }),
]
