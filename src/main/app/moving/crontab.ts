import { createHash } from 'node:crypto'
import type { Document, PortableProfile, PortableTask } from '../../../shared/contract/document.ts'
import type { ImportReport, OnConflict } from '../../../shared/contract/moving.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { ok, type Result } from '../../../shared/model/result.ts'
import { TimeZone } from '../../../shared/model/schedule.ts'
import { readCrontab, type CronEntry } from '../../domain/crontab.ts'
import { scheduleProblem } from '../../domain/schedule.ts'
import type { FoundText } from '../../ports/import-files.ts'
import type { Deps } from '../deps.ts'
import type { Caller } from '../service.ts'
import { takeDocument } from './take-document.ts'

interface Given extends FoundText {
  readonly path: string | undefined
}

/** One task a line, in one job, which lets all of them run at once, as cron does. A second time finds everything there. */
export function takeCrontab(
  deps: Deps,
  { name, text, path }: Given,
  how: { readonly policy: OnConflict; readonly dryRun: boolean },
  by: Caller,
): Result<ImportReport, Failure> {
  const { entries, problems } = readCrontab(text, { withUser: path !== undefined && /^\/etc\/(crontab$|cron\.d\/)/.test(path) })
  const bad = entries.flatMap((entry) => {
    const reason = problemOf(entry, deps.clock.now())
    return reason ? [{ line: entry.line, reason: `left out: ${reason}` }] : []
  })
  const good = entries.filter((entry) => !bad.some(({ line }) => line === entry.line))
  const taken = takeDocument(deps, documentOf(good, { name, owner: by.user.id }), { ...how, file: name }, by)
  if (!taken.ok) return taken
  const told = [...problems, ...bad]
    .sort((one, other) => one.line - other.line)
    .map(({ line, reason }) => ({ file: name, index: line, reason }))
  return ok({ ...taken.value, problems: [...told, ...taken.value.problems] })
}

function problemOf({ schedule }: CronEntry, now: string): string | undefined {
  if ('timezone' in schedule && !TimeZone.safeParse(schedule.timezone).success) return `${String(schedule.timezone)} is no time zone`
  return scheduleProblem(schedule, now)?.message
}

const mostWorkers = 1_000

function documentOf(entries: readonly CronEntry[], { name, owner }: { readonly name: string; readonly owner: string }): Document {
  if (entries.length === 0) return { yardmaster: 1 }
  const profiles = new Map(entries.filter(hasEnvironment).map((entry) => [keyOf(entry.environment), entry.environment]))
  const job = stableId([owner, name])
  return {
    yardmaster: 1,
    profiles: [...profiles.values()].map((environment, index) =>
      profileOf(environment, { name: index === 0 ? name : `${name} ${index + 1}`, owner }),
    ),
    jobs: [
      {
        id: job,
        name,
        description: 'Taken over from cron',
        workerCount: Math.min(mostWorkers, entries.length),
        onFailure: 'continue',
        tasks: distinct(entries.map((entry) => taskOf(entry, job, owner))),
      },
    ],
  }
}

const hasEnvironment = ({ environment }: CronEntry): boolean => Object.keys(environment).length > 0
const keyOf = (environment: CronEntry['environment']): string => JSON.stringify(environment)

const profileOf = (
  environment: CronEntry['environment'],
  { name, owner }: { readonly name: string; readonly owner: string },
): PortableProfile => ({
  id: stableId([owner, 'environment', keyOf(environment)]),
  name,
  description: 'The variables that stand in the crontab',
  envVars: Object.entries(environment).map(([variable, value]) => ({ name: variable, source: 'static' as const, value, secret: false })),
})

const taskOf = (entry: CronEntry, job: string, owner: string): PortableTask => ({
  id: stableId([job, JSON.stringify(entry.schedule), entry.command]),
  name: entry.name,
  schedule: entry.schedule,
  workType: 'shell_script',
  parameters: { command: entry.command, ...(entry.shell && { shell: entry.shell }) },
  workingDirectory: entry.folder ? { path: entry.folder } : null,
  ...(hasEnvironment(entry) && { profile: stableId([owner, 'environment', keyOf(entry.environment)]) }),
})

/** The same line twice is one task. */
const distinct = (tasks: readonly PortableTask[]): PortableTask[] => [...new Map(tasks.map((task) => [task.id, task])).values()]

/** The same line gives the same id, so that a second import knows it. */
function stableId(of: readonly string[]): string {
  const digits = createHash('sha256').update(of.join('\n')).digest('hex')
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`
}
