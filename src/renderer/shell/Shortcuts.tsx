import type { Action } from '../actions/define.ts'
import { shortcutText } from '../actions/keys.ts'
import { actions } from '../actions/table.ts'
import { useStore } from '../state/store.ts'
import { Dialog } from '../ui/Dialog.tsx'
import css from './Shortcuts.module.css'

type Line = readonly [shortcut: string, what: string]

const inLists: readonly Line[] = [
  ['↑+↓', 'Move the selection'],
  ['←+→', 'Fold and unfold a job'],
  ['Enter', 'Run the task; run again'],
  ['Space', 'Mark a row; also Ctrl and a click'],
  ['Shift+↑+↓', 'Mark rows; also Shift and a click'],
  ['Mod+A', 'Mark all rows'],
  ['Esc', 'Mark nothing'],
  ['F2', 'Rename'],
  ['Delete', 'Delete…'],
]

const ofScopes = (...scopes: readonly Action['scope'][]): readonly Line[] =>
  actions.flatMap(({ shortcut, scope, title }) => (shortcut && scopes.includes(scope) ? [[shortcut, title] as const] : []))

/** Every shortcut, read from the table of actions. */
export const Shortcuts = () => (
  <Dialog title="Keyboard shortcuts" wide onClose={() => useStore.setState({ dialog: null })}>
    <div className={css.groups}>
      <Group title="Anywhere" lines={[...ofScopes('View', 'App', 'Go'), ['Mod+F', 'Search the log']]} />
      <Group title="In a list" lines={inLists} />
      <Group title="Jobs" lines={ofScopes('Jobs')} />
      <Group title="Tasks" lines={[...ofScopes('Tasks'), ['Mod+S', 'Save the task']]} />
      <Group title="Runs" lines={ofScopes('Runs')} />
    </div>
  </Dialog>
)

const Group = ({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) => (
  <section className={css.group} aria-label={title}>
    <h3>{title}</h3>
    <dl>
      {lines.map(([shortcut, what]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd>
            {shortcut.split('+').map((key) => (
              <kbd key={key}>{shortcutText(key)}</kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </section>
)
