import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { IconButton } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import type { LogSearch } from './useSearch.ts'
import css from './LogsPanel.module.css'

export const SearchBar = ({ search }: { readonly search: LogSearch }) => (
  <div className={css.search} role="search">
    <Input aria-label="Search the log" placeholder="Search the log" autoFocus value={search.query} onChange={(event) => search.set(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') search.step(event.shiftKey ? -1 : 1)
        if (event.key === 'Escape') search.toggle()
      }} />
    <span className={css.found} aria-live="polite">{search.query === '' ? '' : search.matches === 0 ? 'none' : `${search.place} of ${search.matches.toLocaleString('en')}`}</span>
    <IconButton icon={ChevronUp} label="Previous match" hint="Shift+Enter" onClick={() => search.step(-1)} />
    <IconButton icon={ChevronDown} label="Next match" hint="Enter" onClick={() => search.step(1)} />
    <IconButton icon={X} label="Close the search" hint="Esc" onClick={search.toggle} />
  </div>
)
