import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { RunStatus } from '../../shared/model/run.ts'

export type Theme = 'system' | 'light' | 'dark'
export type RunSpan = 'hour' | 'day' | 'week'
export type PanelName = 'jobs' | 'tasks' | 'editor' | 'runs' | 'logs'
export type LayoutName = 'columns' | 'stacked' | 'log'

interface Prefs {
  readonly theme: Theme
  readonly highContrast: boolean
  readonly density: 'comfortable' | 'compact'
  /** Undefined: by the width of the window. */
  readonly layout: LayoutName | undefined
  /** Shares of the panels in per cent, by layout and group. */
  readonly shares: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Panels that are folded to a strip. */
  readonly collapsed: readonly PanelName[]
  readonly unfolded: readonly string[]
  readonly showTimes: boolean
  readonly wrapLines: boolean
  /** The filters of the Runs panel. */
  readonly runStatus: RunStatus | null
  readonly runSpan: RunSpan | null
  fold(panel: PanelName, to: 'strip' | 'open'): void
  set(changes: Partial<Omit<Prefs, 'set' | 'fold'>>): void
}

/** What this window remembers of how somebody likes it. */
export const usePrefs = create<Prefs>()(
  persist(
    (set) => ({
      theme: 'system',
      highContrast: false,
      density: 'comfortable',
      layout: undefined,
      shares: {},
      collapsed: [],
      unfolded: [],
      showTimes: false,
      wrapLines: false,
      runStatus: null,
      runSpan: null,
      fold: (panel, to) =>
        set(({ collapsed }) =>
          collapsed.includes(panel) === (to === 'strip')
            ? {}
            : { collapsed: to === 'strip' ? [...collapsed, panel] : collapsed.filter((one) => one !== panel) },
        ),
      set: (changes) => set(changes),
    }),
    { name: 'yardmaster.prefs', version: 1 },
  ),
)
