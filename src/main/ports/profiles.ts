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
  /** How many use it, and one of them by its name. */
  usesOf(id: ProfileId): ProfileUses
}

export interface ProfileUses {
  readonly tasks: number
  readonly jobs: number
  /** Active ones. */
  readonly runs: number
  readonly example: { readonly entity: 'job' | 'task'; readonly name: string } | undefined
}
