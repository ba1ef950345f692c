import { useEffect } from 'react'
import { Tooltip } from 'radix-ui'
import { Toaster } from 'sonner'
import type { Action } from '../actions/define.ts'
import { perform, actions, performById } from '../actions/table.ts'
import { fits, isTextIn } from '../actions/keys.ts'
import { useClient } from '../state/client.ts'
import { follow } from '../state/live.ts'
import { useOpenView } from '../state/open-view.ts'
import { recallSelection } from '../state/selection.ts'
import { useStore, type State } from '../state/store.ts'
import { bridgeStream } from '../wire/wire.ts'
import { Dialogs } from './Dialogs.tsx'
import { Layout } from './Layout.tsx'
import { SignIn } from './SignIn.tsx'
import { StatusBar } from './StatusBar.tsx'
import { useTheme } from './theme.ts'
import { TitleStrip } from './TitleStrip.tsx'
import { ViewSheet } from './ViewSheet.tsx'
import css from './App.module.css'

export function App({ desktop }: { readonly desktop: boolean }) {
  const connection = useStore((state) => state.connection)
  useTheme()
  useEngine()
  useShortcuts()
  useMenu(desktop)
  const refused = turnedAway(connection)
  if (refused !== undefined) return <SignIn refused={refused} />
  return (
    <Tooltip.Provider delayDuration={450}>
      <div className={css.window}>
        <TitleStrip />
        {connection === 'away' && (
          <div className={css.away} role="status">
            The engine does not answer. Trying again… Runs go on without it.
          </div>
        )}
        <Panels />
        <StatusBar />
      </div>
      <Dialogs />
      <Toaster position="bottom-right" offset={{ bottom: 38, right: 16 }} closeButton toastOptions={{ className: css.toast ?? '' }} />
    </Tooltip.Provider>
  )
}

function turnedAway(connection: State['connection']): string | undefined {
  switch (connection) {
    case 'refused':
      return 'The token is no longer good, or is not of this data folder. Sign in again.'
    case 'powerless':
      return 'You are signed in, but may not read jobs. Ask the machine’s owner for the right jobs:read.'
    default:
      return undefined
  }
}

/** The panels, and the further view over them while one is open: then they can be neither seen nor reached. */
function Panels() {
  const covered = useOpenView((state) => state.view !== null)
  return (
    <div className={css.middle}>
      <div className={css.panels} inert={covered}>
        <Layout />
      </div>
      <ViewSheet />
    </div>
  )
}

function useEngine(): void {
  const client = useClient()
  useEffect(() => {
    const leaving = new AbortController()
    recallSelection()
    void follow(client, leaving.signal)
    return () => leaving.abort()
  }, [client])
}

function useShortcuts(): void {
  const client = useClient()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const action = actions.find((one) => one.shortcut !== undefined && fits(event, one.shortcut))
      if (!action || isTextIn(event.target, action) || event.defaultPrevented || isOutOfSight(action)) return
      event.preventDefault()
      perform(client, action)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [client])
}

/** What acts on rows of the panels waits until these are in sight again. */
const isOutOfSight = ({ scope, id }: Action): boolean =>
  useOpenView.getState().view !== null && ['Jobs', 'Tasks', 'Runs'].includes(scope) && id !== 'jobs.new'

/** The app's own menu sends the ids of actions. */
function useMenu(desktop: boolean): void {
  const client = useClient()
  useEffect(() => {
    const bridge = window.yardmaster
    if (!desktop || !bridge) return
    const leaving = new AbortController()
    void (async () => {
      for await (const items of bridgeStream(bridge, 'window.actions', {}, leaving.signal)) {
        for (const item of items) if (typeof item === 'object' && item !== null && 'id' in item) performById(client, String(item.id))
      }
    })().catch(() => {})
    return () => leaving.abort()
  }, [client, desktop])
}
