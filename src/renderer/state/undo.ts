import { toast } from 'sonner'
import { useStore, type Undo } from './store.ts'

/** So long it can be taken back. */
const undoForMs = 10_000

/** Says what was done, and offers to take it back for ten seconds: by the button, or by Ctrl+Z. */
export function offerUndo(done: string, takeBack: () => Promise<unknown>): void {
  const undo: Undo = { done, takeBack }
  const over = (): void => useStore.setState((state) => (state.undo === undo ? { undo: null } : state))
  useStore.setState({ undo })
  toast(done, {
    id: 'undo',
    duration: undoForMs,
    action: { label: 'Undo', onClick: () => void undoLast() },
    onAutoClose: over,
    onDismiss: over,
  })
}

export async function undoLast(): Promise<void> {
  const { undo } = useStore.getState()
  if (!undo) return
  useStore.setState({ undo: null })
  toast.dismiss('undo')
  await undo.takeBack()
}
