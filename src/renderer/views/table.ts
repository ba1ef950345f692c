import { lazy, type ComponentType, type LazyExoticComponent } from 'react'
import {
  Activity,
  Archive,
  ArrowLeftRight,
  CalendarClock,
  ChartColumn,
  Coins,
  FolderGit2,
  Gauge,
  Inbox,
  KeyRound,
  ListOrdered,
  Server,
  Settings,
  Users,
  Workflow,
  type LucideIcon,
} from 'lucide-react'
import type { Right } from '../../shared/model/scope.ts'
import { viewTitles, type ViewId } from '../../shared/words/views.ts'

export const viewGroups = ['Work', 'Machines', 'Set-up'] as const

/** A further view: it lies over the panels while it is open. */
export interface View {
  readonly id: ViewId
  readonly title: string
  readonly group: (typeof viewGroups)[number]
  readonly icon: LucideIcon
  readonly shortcut?: string
  /** One sentence below the title. */
  readonly about: string
  /** What somebody needs to see anything in it. */
  readonly needs?: Right
  /** Read when it is opened for the first time. */
  readonly content: LazyExoticComponent<ComponentType>
}

const later = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name): View['content'] =>
  lazy(async () => ({ default: (await load())[name] }))

/** Every further view. One more is a title in `shared/words/views.ts`, a row here, and a folder of its name. */
const table: { readonly [Id in ViewId]: Omit<View, 'id' | 'title'> } = {
  inbox: {
    group: 'Work',
    icon: Inbox,
    about: 'What you were told, newest first. The settings say of what.',
    content: later(() => import('./inbox/InboxView.tsx'), 'InboxView'),
  },
  queue: {
    group: 'Work',
    icon: ListOrdered,
    about: 'What waits, in the order in which it is served, and for what.',
    content: later(() => import('./queue/QueueView.tsx'), 'QueueView'),
  },
  workers: {
    group: 'Machines',
    icon: Activity,
    needs: 'supervisor:read',
    about: 'The processes that do the work, with everything they started, and what they use.',
    content: later(() => import('./workers/WorkersView.tsx'), 'WorkersView'),
  },
  resources: {
    group: 'Machines',
    icon: Gauge,
    needs: 'resources:read',
    about: 'How many workers jobs of each depth may hold, and which jobs hold them. A change acts at once.',
    content: later(() => import('./resources/ResourcesView.tsx'), 'ResourcesView'),
  },
  schedule: {
    group: 'Work',
    icon: CalendarClock,
    about: 'What started by itself, what did not and why, and what comes next.',
    content: later(() => import('./schedule/ScheduleView.tsx'), 'ScheduleView'),
  },
  statistics: {
    group: 'Work',
    icon: ChartColumn,
    about: 'How runs ended, how long they took and waited, and what they cost. Days are those of UTC.',
    content: later(() => import('./statistics/StatisticsView.tsx'), 'StatisticsView'),
  },
  agents: {
    group: 'Machines',
    icon: Server,
    about: 'Programs that run tasks, on this machine and on others, and the broker between them.',
    content: later(() => import('./agents/AgentsView.tsx'), 'AgentsView'),
  },
  worktrees: {
    group: 'Machines',
    icon: FolderGit2,
    about: 'Worktrees of git that jobs and tasks work in. One goes only when no work is lost with it; its branch stays.',
    content: later(() => import('./worktrees/WorktreesView.tsx'), 'WorktreesView'),
  },
  spend: {
    group: 'Work',
    icon: Coins,
    about: 'What coding agents spent, as they told it.',
    content: later(() => import('./spend/SpendView.tsx'), 'SpendView'),
  },
  retention: {
    group: 'Set-up',
    icon: Archive,
    about: 'How long runs, their logs and occurrences of schedules are kept. Pinned runs and the newest of each task always stay.',
    content: later(() => import('./retention/RetentionView.tsx'), 'RetentionView'),
  },
  users: {
    group: 'Set-up',
    icon: Users,
    needs: 'local',
    about: 'Who may sign in beside you, and what each of them may do.',
    content: later(() => import('./users/UsersView.tsx'), 'UsersView'),
  },
  profiles: {
    group: 'Set-up',
    icon: KeyRound,
    about: 'Variables that a task’s runs find in their environment. Secrets stay hidden, in logs too.',
    content: later(() => import('./profiles/ProfilesView.tsx'), 'ProfilesView'),
  },
  pipelines: {
    group: 'Set-up',
    icon: Workflow,
    about: 'What goal jobs do in each stage. A project uses the pipeline of its name, or else the one named default.',
    content: later(() => import('./pipelines/PipelinesView.tsx'), 'PipelinesView'),
  },
  moving: {
    group: 'Set-up',
    icon: ArrowLeftRight,
    about: 'Bring in what claude-code-scheduler, crontab or another Yardmaster has, and take out what is here.',
    content: later(() => import('./moving/MovingView.tsx'), 'MovingView'),
  },
  settings: {
    group: 'Set-up',
    icon: Settings,
    shortcut: 'Mod+,',
    about: 'How this window looks, and how the engine works. A change acts at once.',
    content: later(() => import('./settings/SettingsView.tsx'), 'SettingsView'),
  },
}

export const views: readonly View[] = (Object.keys(viewTitles) as ViewId[]).map((id) => ({ id, title: viewTitles[id], ...table[id] }))

/** By its id; undefined while the panels are in sight. */
export const viewAt = (id: ViewId | null): View | undefined => views.find((view) => view.id === id)
