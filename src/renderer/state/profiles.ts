import type { Client } from '../../shared/contract/client.ts'
import type { Profile } from '../../shared/model/profile.ts'
import { everyRow, pageFrom } from './pages.ts'
import { useStore } from './store.ts'

export async function loadProfiles(client: Client): Promise<void> {
  const profiles = await everyRow((page) => pageFrom(client.profiles.list(page), (answer) => answer.profiles))
  if (profiles) useStore.setState({ profiles })
}

/** By name. */
export const useProfiles = (): readonly Profile[] => useStore((state) => state.profiles)
