import type { LucideIcon } from 'lucide-react'
import type { Client } from '../../shared/contract/client.ts'
import type { Right } from '../../shared/model/scope.ts'
import { forbidden, useMe } from '../state/me.ts'
import type { State } from '../state/store.ts'

/** What an action acts on: the window's state as it is now, and the engine. */
export interface ActionContext {
  readonly client: Client
  readonly state: State
}

/**
 * Something that a person can do. Buttons, context menus, the palette, the shortcut sheet and the app's menu all read
 * this; a component only draws it.
 */
export interface Action {
  /** `<scope>.<verb>` */
  readonly id: string
  readonly title: string
  /** Where it stands beside what it acts on: “Run”. */
  readonly short?: string
  readonly scope: 'Jobs' | 'Tasks' | 'Runs' | 'Go' | 'View' | 'App'
  /** `Mod` is Ctrl, or Cmd on a Mac. */
  readonly shortcut?: string
  /** Where somebody writes, these keys belong to the text. */
  readonly keysOfText?: boolean
  readonly icon?: LucideIcon
  /** Kills or deletes something. */
  readonly dangerous?: boolean
  /** Why it cannot be done now, as a sentence; undefined when it can. */
  unavailable(context: ActionContext): string | undefined
  perform(context: ActionContext): unknown
}

/** What acts on rows changes them, unless it says otherwise. */
const usualRight = {
  Jobs: 'jobs:write',
  Tasks: 'jobs:write',
  Runs: 'jobs:write',
  Go: 'none',
  View: 'none',
  App: 'none',
} as const satisfies Record<Action['scope'], Right>

interface Defined extends Omit<Action, 'unavailable'>, Partial<Pick<Action, 'unavailable'>> {
  /** The right that it takes; who has not been granted it is told so. */
  readonly needs?: Right | undefined
}

export const defineAction = ({ needs, unavailable, ...action }: Defined): Action => ({
  ...action,
  unavailable: (context) => forbidden(useMe.getState().me, needs ?? usualRight[action.scope]) ?? unavailable?.(context),
})
