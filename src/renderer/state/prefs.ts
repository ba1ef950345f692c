import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type Theme = 'system' | 'light' | 'dark'
export type LayoutName = 'columns' | 'stacked' | 'log'

interface Prefs {
  readonly theme: Theme
  readonly highContrast: boolean
  readonly density: 'comfortable' | 'compact'
  /** Undefined: by the width of the window. */
  readonly layout: LayoutName | undefined
  /** Shares of the panels in per cent, by layout and group. */
  readonly shares: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Panels that are shown as a strip. */
  readonly collapsed: readonly string[]
  readonly unfolded: readonly string[]
  readonly showTimes: boolean
  readonly wrapLines: boolean
  set(changes: Partial<Omit<Prefs, 'set'>>): void
}

/** What this window remembers of how somebody likes it. */
export const usePrefs = create<Prefs>()(persist((set) => ({
  theme: 'system', highContrast: false, density: 'comfortable', layout: undefined, shares: {}, collapsed: [], unfolded: [], showTimes: false, wrapLines: false,
  set: (changes) => set(changes),
}), { name: 'yardmaster.prefs', version: 1 }))
