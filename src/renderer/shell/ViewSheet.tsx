import { Suspense, useEffect, useLayoutEffect, useRef } from 'react'
import { X } from 'lucide-react'
import { actionAt } from '../actions/table.ts'
import { useForbidden } from '../state/me.ts'
import { closeView, openView, useOpenView } from '../state/open-view.ts'
import { useStore } from '../state/store.ts'
import { hintOf } from '../ui/ActionButton.tsx'
import { IconButton } from '../ui/Button.tsx'
import { Caught } from '../ui/Caught.tsx'
import { Empty, Sign, Skeleton } from '../ui/Empty.tsx'
import { openingOf } from '../../shared/words/views.ts'
import { viewAt, viewGroups, views, type View } from '../views/table.ts'
import css from './ViewSheet.module.css'

/** The further view that is open, over the panels: these stay as they are, edits too. */
export function ViewSheet() {
  const view = viewAt(useOpenView((state) => state.view))
  useFocusBack(view !== undefined)
  return view ? <Sheet key={view.id} view={view} /> : null
}

/** Whoever comes back to the panels goes on where they were. */
function useFocusBack(open: boolean): void {
  useLayoutEffect(() => {
    if (!open) return
    const before = document.activeElement
    return () => {
      // What opened the view may be gone with its menu.
      const there = before instanceof HTMLElement && before.isConnected && before !== document.body
      const to = there ? before : document.querySelector<HTMLElement>('[role=tree]')
      requestAnimationFrame(() => to?.focus({ preventScroll: true }))
    }
  }, [open])
}

function Sheet({ view }: { readonly view: View }) {
  useEscape()
  const forbidden = useForbidden(view.needs ?? 'none')
  return (
    <section className={css.sheet} aria-label={view.title}>
      <Navigation open={view} />
      <div className={css.page}>
        <header className={css.head}>
          <div>
            <h2>{view.title}</h2>
            <p>{view.about}</p>
          </div>
          <IconButton icon={X} label="Back to the panels" hint="Esc" onClick={closeView} />
        </header>
        <div className={css.content}>
          <Sign icon={view.icon}>
            {forbidden === undefined ? (
              <Caught what="This view">
                <Suspense fallback={<Skeleton />}>
                  <view.content />
                </Suspense>
              </Caught>
            ) : (
              <Empty text={`${forbidden}.`} />
            )}
          </Sign>
        </div>
      </div>
    </section>
  )
}

/** The other views, in groups. Focus comes here when a view opens. */
function Navigation({ open }: { readonly open: View }) {
  const current = useRef<HTMLButtonElement>(null)
  useEffect(() => current.current?.focus({ preventScroll: true }), [])
  return (
    <nav className={css.navigation} aria-label="Views">
      {viewGroups.map((group) => (
        <div key={group} role="group" aria-label={group}>
          <h3>{group}</h3>
          {views
            .filter((view) => view.group === group)
            .map((view) => (
              <button
                key={view.id}
                ref={view === open ? current : null}
                type="button"
                aria-current={view === open ? 'page' : undefined}
                onClick={() => openView(view.id)}
              >
                <view.icon size={15} aria-hidden />
                <span>{view.title}</span>
                <kbd>{hintOf(actionAt(openingOf(view.id)))}</kbd>
              </button>
            ))}
        </div>
      ))}
    </nav>
  )
}

const isField = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Esc leaves the field that is being edited, and only then the view. */
function useEscape(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || useStore.getState().dialog) return
      if (isField(event.target)) event.target.blur()
      else closeView()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
