import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import './tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createClient } from '../shared/contract/client.ts'
import { ClientContext } from './state/client.ts'
import { App } from './shell/App.tsx'
import { SignIn } from './shell/SignIn.tsx'
import { connection } from './wire/wire.ts'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root')

const connected = connection()
createRoot(root).render(
  <StrictMode>
    {connected ? (
      <ClientContext value={createClient(connected.wire)}>
        <App desktop={connected.desktop} />
      </ClientContext>
    ) : (
      <SignIn />
    )}
  </StrictMode>,
)
