import { create } from 'zustand'
import type { z } from 'zod'
import type { Client } from '../../shared/contract/client.ts'
import type { Identity } from '../../shared/contract/access.ts'
import type { Right } from '../../shared/model/scope.ts'

export type Me = z.infer<typeof Identity>

/** Who looks at this window; nobody until the engine has said so. */
export const useMe = create<{ readonly me: Me | null }>()(() => ({ me: null }))

export async function loadMe(client: Client): Promise<void> {
  const answer = await client.auth.me({})
  if (answer.ok) useMe.setState({ me: answer.value })
}

/** Why somebody may not do what needs this right, as a sentence; undefined where they may. */
export function forbidden(me: Me | null, right: Right): string | undefined {
  if (!me || right === 'none' || right === 'signed_in') return undefined
  if (right === 'local') return me.local ? undefined : `Only the machine’s owner may do this; you are ${me.userId}`
  return me.scopes.includes(right) ? undefined : `${me.userId} has not been granted ${right}`
}

export const useForbidden = (right: Right): string | undefined =>
  forbidden(
    useMe((state) => state.me),
    right,
  )
