import { useState, type SubmitEvent } from 'react'
import { createClient } from '../../shared/contract/client.ts'
import { createHttpWire } from '../../shared/contract/http-wire.ts'
import { Button } from '../ui/Button.tsx'
import { Field, Input } from '../ui/Field.tsx'
import { useTheme } from './theme.ts'
import { keepToken } from '../wire/wire.ts'
import css from './SignIn.module.css'

interface SignInProps {
  /** Why the last token opens nothing, where there was one. */
  readonly refused?: string
}

/** For a browser that came without a token, or with one that is no longer good. */
export function SignIn({ refused }: SignInProps) {
  const [way, setWay] = useState<'name' | 'token'>('name')
  useTheme()
  return (
    <main className={css.page}>
      <div className={css.card}>
        <h1>Yardmaster</h1>
        {refused && <p role="alert">{refused}</p>}
        {way === 'name' ? <ByName /> : <ByToken />}
        <button type="button" className={css.other} onClick={() => setWay(way === 'name' ? 'token' : 'name')}>
          {way === 'name' ? 'I have the token of the data folder' : 'I have a name and a password'}
        </button>
      </div>
    </main>
  )
}

function enter(token: string): void {
  keepToken(token)
  location.reload()
}

function ByName() {
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<string>()
  const signIn = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const client = createClient(createHttpWire({ baseUrl: '', token: '', fetch: window.fetch.bind(window) }))
    const answer = await client.auth.token({ userId: name.trim(), password }).catch(() => undefined)
    if (answer?.ok) return enter(answer.value.accessToken)
    setProblem(answer ? answer.failure.message : 'The engine does not answer. Try again in a moment.')
  }
  return (
    <form onSubmit={(event) => void signIn(event)}>
      <Field label="Name">
        {(ids) => <Input {...ids} autoFocus autoComplete="username" value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label="Password" problem={problem}>
        {(ids) => (
          <Input
            {...ids}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" tone="primary" disabled={name.trim() === '' || password === ''}>
        Sign in
      </Button>
    </form>
  )
}

function ByToken() {
  const [token, setToken] = useState('')
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        enter(token.trim())
      }}
    >
      <Field label="Token" help="In a terminal, “yardmaster token” prints it.">
        {(ids) => <Input {...ids} mono autoFocus type="password" value={token} onChange={(event) => setToken(event.target.value)} />}
      </Field>
      <Button type="submit" tone="primary" disabled={token.trim() === ''}>
        Open
      </Button>
    </form>
  )
}
