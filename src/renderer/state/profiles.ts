import type { Client } from '../../shared/contract/client.ts'
import type { Profile } from '../../shared/model/profile.ts'
import { useStore } from './store.ts'

const atOnce = 500

export async function loadProfiles(client: Client): Promise<void> {
  const answer = await client.profiles.list({ limit: atOnce })
  if (answer.ok) useStore.setState({ profiles: answer.value.profiles })
}

/** By name. */
export const useProfiles = (): readonly Profile[] => useStore((state) => state.profiles)
