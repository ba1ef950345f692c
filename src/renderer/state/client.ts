import { createContext, use } from 'react'
import type { Client } from '../../shared/contract/client.ts'

export const ClientContext = createContext<Client | null>(null)

export function useClient(): Client {
  const client = use(ClientContext)
  if (!client) throw new Error('no client around this component')
  return client
}
