import { useEffect, useRef } from 'react'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { shortcutText } from '../../actions/keys.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import type { LogSearch } from './useSearch.ts'
import css from './LogsPanel.module.css'

export function SearchBar({ search }: { readonly search: LogSearch }) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.select(), [search.asked])
  return (
    <div className={css.search} role="search">
      <Input
        ref={field}
        aria-label="Search the log"
        placeholder="Search the log"
        value={search.query}
        onChange={(event) => search.set(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search.step(event.shiftKey ? -1 : 1)
        }}
      />
      <span className={css.found} aria-live="polite">
        {countOf(search)}
      </span>
      <IconButton icon={ChevronUp} label="Previous match" hint={shortcutText('Shift+Enter')} onClick={() => search.step(-1)} />
      <IconButton icon={ChevronDown} label="Next match" hint={shortcutText('Enter')} onClick={() => search.step(1)} />
      <IconButton icon={X} label="Close the search" hint="Esc" onClick={search.close} />
    </div>
  )
}

function countOf({ query, matches, at }: LogSearch): string {
  if (query === '' || matches < 0) return ''
  return matches === 0 ? 'none' : `${at.toLocaleString('en')} of ${matches.toLocaleString('en')}`
}
