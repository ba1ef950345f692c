import { useState } from 'react'
import { useStore } from '../state/store.ts'
import { Input } from './Field.tsx'

/** A name in place: Enter keeps it, Escape leaves it as it was, an empty one is no name. */
export function NameEditor({ name, save }: { readonly name: string; readonly save: (name: string) => Promise<unknown> }) {
  const [text, setText] = useState(name)
  const end = (): void => useStore.setState({ renaming: null })
  const keep = async (): Promise<void> => {
    if (text.trim() !== '' && text.trim() !== name) await save(text.trim())
    end()
  }
  return (
    <Input
      aria-label="Name"
      autoFocus
      value={text}
      maxLength={200}
      style={{ height: 24 }}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => void keep()}
      onMouseDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') end()
      }}
    />
  )
}
