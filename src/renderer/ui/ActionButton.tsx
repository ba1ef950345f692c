import { Circle } from 'lucide-react'
import type { Action } from '../actions/define.ts'
import { shortcutText } from '../actions/keys.ts'
import { actionAt, perform } from '../actions/table.ts'
import { useClient } from '../state/client.ts'
import { useStore } from '../state/store.ts'
import { IconButton } from './Button.tsx'

/** An action of the table as an icon. It says its shortcut, or why it cannot be done now. */
export function ActionButton({ id }: { readonly id: string }) {
  const client = useClient()
  const action = actionAt(id)
  const unavailable = useStore((state) => action.unavailable({ client, state }))
  return (
    <IconButton
      icon={action.icon ?? Circle}
      label={action.title}
      hint={hintOf(action)}
      unavailable={unavailable}
      onClick={() => perform(client, action)}
    />
  )
}

export const hintOf = (action: Action): string | undefined => action.shortcut && shortcutText(action.shortcut)
