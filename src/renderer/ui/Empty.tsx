import { createContext, use, type ReactNode } from 'react'
import type { LucideIcon } from 'lucide-react'
import css from './Empty.module.css'

/** The sign of the panel or view around, which stands above its words while it is empty. */
const SignContext = createContext<ReactNode>(null)

interface SignProps {
  readonly icon: LucideIcon
  readonly children: ReactNode
}

/** Gives everything inside of it this sign. */
export const Sign = ({ icon: Icon, children }: SignProps) => (
  <SignContext value={<Icon size={20} strokeWidth={1.5} aria-hidden />}>{children}</SignContext>
)

/** One sentence that says what belongs here, and one button that makes it. */
export function Empty({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  const sign = use(SignContext)
  return (
    <div className={css.empty}>
      {sign && <span className={css.sign}>{sign}</span>}
      <p>{text}</p>
      {children}
    </div>
  )
}

/** How wide the names and the sentences of rows that are to come may be, in per cent. */
const widths = [
  [46, 70],
  [32, 58],
  [54, 74],
  [38, 49],
  [48, 66],
  [30, 54],
] as const

/** Nothing for a moment, then the shadow of rows: where their shape, their name and their sentence will stand. */
export const Skeleton = () => (
  <div className={css.skeleton} aria-hidden>
    {widths.map(([name, sentence]) => (
      <div key={name} className={css.row}>
        <i className={css.shape} />
        <i className={css.name} style={{ width: `${name}%` }} />
        <i className={css.sentence} style={{ width: `${sentence}%` }} />
      </div>
    ))}
  </div>
)
