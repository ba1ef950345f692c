import { actions } from '../actions/table.ts'
import { useStore } from '../state/store.ts'
import { hintOf } from '../ui/ActionButton.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import css from './Forms.module.css'

const inLists = [
  ['↑ ↓', 'Move the selection'],
  ['← →', 'Fold and unfold a job'],
  ['Enter', 'Run the task; run again'],
  ['Space', 'Mark a row; also Ctrl and a click'],
  ['Shift+↑ ↓', 'Mark rows; also Shift and a click'],
  ['Ctrl+A', 'Mark all rows'],
  ['Esc', 'Mark nothing'],
  ['F2', 'Rename'],
  ['Delete', 'Delete…'],
] as const

/** Every shortcut, read from the table of actions. */
export function Shortcuts() {
  return (
    <Dialog title="Keyboard shortcuts" wide onClose={() => useStore.setState({ dialog: null })}>
      <dl className={css.shortcuts}>
        {actions
          .filter((action) => action.shortcut)
          .map((action) => (
            <div key={action.id}>
              <dt>{action.title}</dt>
              <dd>{hintOf(action)}</dd>
            </div>
          ))}
        <div>
          <dt>Save the task</dt>
          <dd>Ctrl+S</dd>
        </div>
        {inLists.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {what} <i>(in a list)</i>
            </dt>
            <dd>{keys}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
