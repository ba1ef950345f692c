import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { RunStatus } from '../../shared/model/run.ts'

export type Theme = 'system' | 'light' | 'dark'
export type RunSpan = 'hour' | 'day' | 'week'
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
  /** The filters of the Runs panel. */
  readonly runStatus: RunStatus | null
  readonly runSpan: RunSpan | null
  set(changes: Partial<Omit<Prefs, 'set'>>): void
}

/** What this window remembers of how somebody likes it. */
export const usePrefs = create<Prefs>()(persist((set) => ({
  theme: 'system', highContrast: false, density: 'comfortable', layout: undefined, shares: {}, collapsed: [], unfolded: [], showTimes: false, wrapLines: false, runStatus: null, runSpan: null,
  set: (changes) => set(changes),
}), { name: 'yardmaster.prefs', version: 1 }))
