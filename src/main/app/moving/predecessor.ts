import { piecemeal } from '../../../shared/machine/piecemeal.ts'
import type { ImportReport } from '../../../shared/contract/moving.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import { settingNames } from '../../../shared/model/settings.ts'
import { usualFolder } from '../../domain/predecessor/job-record.ts'
import { planning } from '../../domain/predecessor/plan.ts'
import type { OldProfile } from '../../domain/predecessor/profile-record.ts'
import type { FoundFile, ImportFiles } from '../../ports/import-files.ts'
import type { Deps } from '../deps.ts'
import type { Caller } from '../service.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { counted } from './importing.ts'
import { takeOldJob } from './old-jobs.ts'
import { withOldLogs, type Sizes } from './old-logs.ts'
import { takeOldRuns } from './old-runs.ts'
import { inOrder, takeOldTask } from './old-tasks.ts'
import { decide, type Taking } from './taking-over.ts'

interface Asked {
  readonly found: readonly FoundFile[]
  readonly files: ImportFiles
  /** Undefined for its usual folders. */
  readonly path: string | undefined
  readonly dryRun: boolean
  readonly skipSamples: boolean
  readonly appendUnordered: boolean
}

/**
 * Profiles, jobs, tasks and settings come in all or nothing; then their runs, which may be very many, piece by piece. A
 * second time finds everything there and does nothing, and takes what a crash left out.
 */
export async function takeOver(
  deps: Deps,
  { found, files, path, dryRun, skipSamples, appendUnordered }: Asked,
  by: Caller,
): Promise<Result<ImportReport, Failure>> {
  const plan = await piecemeal(planning(found, { skipSamples }))
  const folderWithout = (await files.isFolder(usualFolder)) ? usualFolder : null
  const take = async (sizes: Sizes): Promise<Result<ImportReport, Failure>> => {
    const taking: Taking = { deps, plan, by, dryRun, sizes, folderWithout, appendUnordered, rows: [], problems: [...plan.problems] }
    const taken = allOrNothing(deps.store, { dryRun }, () => ok(takeWork(taking)))
    if (!taken.ok) return taken
    await piecemeal(takeOldRuns(taking))
    return ok(counted(taking.rows, taking.problems, dryRun))
  }
  return dryRun ? take(new Map()) : withOldLogs(deps, { plan, files, path }, take)
}

function takeWork(taking: Taking): void {
  const { plan } = taking
  takeOldSettings(taking)
  for (const profile of plan.profiles.values()) takeOldProfile(taking, profile)
  for (const job of plan.jobs.values()) takeOldJob(taking, job)
  for (const task of inOrder(plan)) takeOldTask(taking, task)
}

/** One that was set here stays. */
function takeOldSettings({ deps: { store }, plan, by, rows, problems }: Taking): void {
  const given = settingNames.filter((name) => plan.settings[name] !== undefined)
  if (given.length > 0 && !by.user.local)
    return void problems.push({
      file: 'settings.json',
      index: null,
      reason: 'settings are left out: only the machine’s owner may change them',
    })
  const set = store.readSettings()
  for (const name of given) {
    const stays = set[name] !== undefined
    rows.push({ action: stays ? 'skip' : 'change', entity: 'setting', id: name, name, ...(!stays && { fields: ['value'] }) })
    if (stays) continue
    store.writeSetting(name, plan.settings[name])
    store.journal.append({ type: 'settings.updated' })
  }
}

function takeOldProfile(taking: Taking, profile: OldProfile): void {
  const {
    deps: { store, clock },
    by,
  } = taking
  if (!decide(taking, 'profile', profile, store.profiles.find(profile.id) !== undefined)) return
  store.profiles.insert({ ...profile, owner: by.user.id, createdAt: profile.createdAt ?? clock.now(), updatedAt: clock.now() })
  store.journal.append({ type: 'profiles.updated' })
}
