import { X } from 'lucide-react'
import { actionAt, perform } from '../actions/table.ts'
import { useClient } from '../state/client.ts'
import { clearMarks } from '../state/marks.ts'
import { useStore, type MarkedList } from '../state/store.ts'
import { Button, IconButton } from './Button.tsx'
import { Tip } from './Tip.tsx'
import css from './BulkBar.module.css'

/** What can be done with the marked rows of a list, at the foot of its panel while there are any. */
export function BulkBar({ list, ids }: { readonly list: MarkedList; readonly ids: readonly string[] }) {
  const count = useStore((state) => (state.marks.list === list ? state.marks.ids.size : 0))
  if (count === 0) return null
  return (
    <div className={css.bar} role="toolbar" aria-label={`Marked ${list}`}>
      <span className={css.count}>{count.toLocaleString('en')} marked</span>
      {ids.map((id) => (
        <BulkButton key={id} id={id} />
      ))}
      <span className={css.clear}>
        <IconButton icon={X} label="Mark nothing" hint="Esc" onClick={clearMarks} />
      </span>
    </div>
  )
}

function BulkButton({ id }: { readonly id: string }) {
  const client = useClient()
  const action = actionAt(id)
  const unavailable = useStore((state) => action.unavailable({ client, state }))
  return (
    <Tip text={action.title} hint={unavailable}>
      <Button
        className={css.button ?? ''}
        tone={action.dangerous ? 'danger' : 'plain'}
        aria-disabled={unavailable !== undefined || undefined}
        onClick={() => perform(client, action)}
      >
        {action.short ?? action.title}
      </Button>
    </Tip>
  )
}
