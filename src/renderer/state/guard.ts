import { create } from 'zustand'
import { useStore } from './store.ts'

interface Guard {
  /** Whether the editor holds edits that are not saved. */
  readonly unsaved: boolean
  readonly save: () => Promise<boolean>
  readonly discard: () => void
}

export const useGuard = create<Guard>()(() => ({ unsaved: false, save: async () => true, discard: () => {} }))

/** Goes on at once where nothing would be lost, and after the person's answer otherwise. */
export function mayLeave(proceed: () => void): void {
  if (useGuard.getState().unsaved) useStore.setState({ dialog: { kind: 'unsaved', proceed } })
  else proceed()
}
