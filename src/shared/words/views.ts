/** The further views of the window by their titles, in the order of the menu: those of the work, of the machines, and of what is set up. */
export const viewTitles = {
  inbox: 'Inbox',
  queue: 'Queue',
  schedule: 'Schedule',
  statistics: 'Statistics',
  spend: 'Spend',
  workers: 'Workers',
  resources: 'Resources',
  agents: 'Agents and broker',
  worktrees: 'Worktrees',
  profiles: 'Profiles',
  pipelines: 'Pipelines',
  retention: 'Retention',
  users: 'Users',
  moving: 'Import and export',
  settings: 'Settings',
} as const

export type ViewId = keyof typeof viewTitles

export const viewIds = Object.keys(viewTitles) as readonly ViewId[]

/** The one action that opens a view, for the menu and the window alike. */
export const openingOf = (id: ViewId): `app.${ViewId}` => `app.${id}`
