import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Field, Input } from '../ui/Field.tsx'
import { useTheme } from './theme.ts'
import { keepToken } from '../wire/wire.ts'
import css from './SignIn.module.css'

/** For a browser that came without the data folder's token, or with an old one. */
export function SignIn({ refused }: { readonly refused?: boolean }) {
  const [token, setToken] = useState('')
  useTheme()
  return (
    <main className={css.page}>
      <form className={css.card} onSubmit={(event) => { event.preventDefault(); keepToken(token.trim()); location.reload() }}>
        <h1>Yardmaster</h1>
        <p>This window needs the token of the data folder. In a terminal, <code>yardmaster token</code> prints it.</p>
        <Field label="Token" problem={refused ? 'This token is not the one of this data folder' : undefined}>
          {(ids) => <Input {...ids} mono autoFocus type="password" value={token} onChange={(event) => setToken(event.target.value)} />}
        </Field>
        <Button type="submit" tone="primary" disabled={token.trim() === ''}>Open</Button>
      </form>
    </main>
  )
}
