import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { viewIds, type ViewId } from '../../shared/words/views.ts'

interface OpenView {
  /** The further view that lies over the panels, if any. */
  readonly view: ViewId | null
}

/** What is in the session may come from another version of the window, with other views. */
const known = (kept: unknown): ViewId | null => {
  const id = typeof kept === 'object' && kept !== null && 'view' in kept ? kept.view : null
  return viewIds.find((one) => one === id) ?? null
}

/** A reload shows the same view again; a new start begins with the panels. */
export const useOpenView = create<OpenView>()(
  persist((): OpenView => ({ view: null }), {
    name: 'yardmaster.view',
    version: 1,
    storage: createJSONStorage(() => sessionStorage),
    merge: (kept, now) => ({ ...now, view: known(kept) }),
  }),
)

export function openView(view: ViewId): void {
  useOpenView.setState({ view })
}

export function closeView(): void {
  useOpenView.setState({ view: null })
}
