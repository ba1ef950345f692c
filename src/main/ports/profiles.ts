import type { ProfileId } from '../../shared/model/ids.ts'
import type { Profile } from '../../shared/model/profile.ts'
import type { Found, Page } from './page.ts'

export interface ProfileStore {
  /** With its secrets: what leaves the engine is masked first. */
  find(id: ProfileId): Profile | undefined
  list(filter: { readonly owner?: string | undefined; readonly q?: string | undefined }, page: Page): Found<Profile>
  insert(profile: Profile): void
  update(profile: Profile): void
  remove(id: ProfileId): void
  /** How many tasks, jobs and active runs use it. */
  usesOf(id: ProfileId): { readonly tasks: number; readonly jobs: number; readonly runs: number }
}
