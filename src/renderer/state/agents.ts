import { useCallback, useEffect, useState } from 'react'
import type { Client } from '../../shared/contract/client.ts'
import type { Agent } from '../../shared/model/remote-agent.ts'
import { useClient } from './client.ts'

const lookEveryMs = 3_000
const atOnce = 500

async function read(client: Client): Promise<readonly Agent[] | undefined> {
  const answer = await client.agents.list({ limit: atOnce })
  return answer.ok ? answer.value.agents : undefined
}

/** The agents as they are now: what they say of themselves changes with every heartbeat, so it is asked for again and again. */
export function useAgents(): { readonly agents: readonly Agent[]; readonly look: () => void } {
  const client = useClient()
  const [agents, setAgents] = useState<readonly Agent[]>([])
  const look = useCallback(
    () =>
      void read(client).then((found) => {
        if (found) setAgents(found)
      }),
    [client],
  )
  useEffect(() => {
    look()
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [look])
  return { agents, look }
}
