import type { LucideIcon } from 'lucide-react'
import type { Client } from '../../shared/contract/client.ts'
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

export const defineAction = (action: Omit<Action, 'unavailable'> & Partial<Pick<Action, 'unavailable'>>): Action => ({ unavailable: () => undefined, ...action })
