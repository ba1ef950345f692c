import { Fragment, type ReactNode } from 'react'
import { ContextMenu } from 'radix-ui'
import type { Action } from '../actions/define.ts'
import { actionAt, contextNow, perform } from '../actions/table.ts'
import { useClient } from '../state/client.ts'
import { hintOf } from './ActionButton.tsx'
import css from './Menu.module.css'

interface ActionMenuProps {
  /** Ids of actions; `-` is a line between them. */
  readonly ids: readonly string[]
  readonly children: ReactNode
}

/** Everything that can be done with what was clicked, read from the table. */
export const ActionMenu = ({ ids, children }: ActionMenuProps) => (
  <ContextMenu.Root>
    <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
    <ContextMenu.Portal>
      <ContextMenu.Content className={css.menu} collisionPadding={8}>
        {ids.map((id, index) => (
          <Fragment key={`${id}${index}`}>{id === '-' ? <ContextMenu.Separator className={css.line} /> : <ActionItem id={id} />}</Fragment>
        ))}
      </ContextMenu.Content>
    </ContextMenu.Portal>
  </ContextMenu.Root>
)

function ActionItem({ id }: { readonly id: string }) {
  const client = useClient()
  const action = actionAt(id)
  const unavailable = action.unavailable(contextNow(client))
  return (
    <ContextMenu.Item
      className={css.item}
      disabled={unavailable !== undefined}
      data-danger={action.dangerous || undefined}
      title={unavailable}
      onSelect={() => perform(client, action)}
    >
      <ActionLabel action={action} />
    </ContextMenu.Item>
  )
}

/** An action as an item of any menu shows it. */
export function ActionLabel({ action }: { readonly action: Action }) {
  const Icon = action.icon
  return (
    <>
      <span className={css.itemIcon}>{Icon && <Icon size={14} aria-hidden />}</span>
      <span className={css.itemTitle}>{action.title}</span>
      <span className={css.shortcut}>{hintOf(action)}</span>
    </>
  )
}
