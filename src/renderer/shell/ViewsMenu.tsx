import { LayoutGrid } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { openingOf } from '../../shared/words/views.ts'
import { actionAt, contextNow, perform } from '../actions/table.ts'
import { useClient } from '../state/client.ts'
import { useOpenView } from '../state/open-view.ts'
import { ActionLabel } from '../ui/ActionMenu.tsx'
import { Button } from '../ui/Button.tsx'
import menu from '../ui/Menu.module.css'
import { viewGroups, views, type View } from '../views/table.ts'

/** Every further view by name: a browser has no menu of the app, and a palette shows only what somebody looks for. */
export const ViewsMenu = () => (
  <DropdownMenu.Root>
    <DropdownMenu.Trigger asChild>
      <Button tone="quiet" icon={LayoutGrid}>
        Views
      </Button>
    </DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content className={menu.menu} align="end" sideOffset={4} collisionPadding={8} onCloseAutoFocus={leaveToView}>
        {viewGroups.map((group) => (
          <DropdownMenu.Group key={group}>
            <DropdownMenu.Label className={menu.group}>{group}</DropdownMenu.Label>
            {views
              .filter((view) => view.group === group)
              .map((view) => (
                <ViewItem key={view.id} view={view} />
              ))}
          </DropdownMenu.Group>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
)

/** The focus goes on to the view that was opened, rather than back to the button of the menu. */
function leaveToView(event: Event): void {
  if (useOpenView.getState().view === null) return
  event.preventDefault()
  document.querySelector<HTMLElement>('nav [aria-current]')?.focus({ preventScroll: true })
}

function ViewItem({ view }: { readonly view: View }) {
  const client = useClient()
  const action = actionAt(openingOf(view.id))
  const unavailable = action.unavailable(contextNow(client))
  return (
    <DropdownMenu.Item
      className={menu.item}
      disabled={unavailable !== undefined}
      title={unavailable ?? view.about}
      onSelect={() => perform(client, action)}
    >
      <ActionLabel action={action} />
    </DropdownMenu.Item>
  )
}
