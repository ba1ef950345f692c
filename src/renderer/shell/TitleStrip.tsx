import { Search } from 'lucide-react'
import { useMe } from '../state/me.ts'
import { useStore } from '../state/store.ts'
import { shortcutText } from '../actions/keys.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import { ViewsMenu } from './ViewsMenu.tsx'
import css from './Strips.module.css'

export function TitleStrip() {
  const home = useStore((state) => state.summary?.home)
  return (
    <header className={css.title}>
      <svg className={css.mark} viewBox="0 0 20 20" aria-hidden>
        <path d="M2 10h5M7 10c4 0 4-6 8-6h3M7 10h11M7 10c4 0 4 6 8 6h3" />
      </svg>
      <strong>Yardmaster</strong>
      <span className={css.home} title={home}>
        {home?.split(/[\\/]/).at(-1)}
      </span>
      <button type="button" className={css.find} onClick={() => useStore.setState({ dialog: { kind: 'palette' } })}>
        <Search size={13} aria-hidden />
        <span>Find anything</span>
        <kbd>{shortcutText('Mod+K')}</kbd>
      </button>
      <div className={css.tools}>
        <ActionButton id="jobs.new" />
        <ViewsMenu />
        <ActionButton id="app.shortcuts" />
        <ActionButton id="app.settings" />
        {!window.yardmaster && <SignedIn />}
      </div>
    </header>
  )
}

/** In a browser: who looks at this, and the way out. */
function SignedIn() {
  const me = useMe((state) => state.me)
  if (!me) return null
  const what = me.local ? 'With the token of the data folder you may do everything' : me.scopes.join(', ') || 'no rights'
  return (
    <>
      <span className={css.me} title={what}>
        {me.local ? 'owner' : me.userId}
      </span>
      <ActionButton id="app.signOut" />
    </>
  )
}
