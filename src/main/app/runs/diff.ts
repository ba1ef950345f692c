import { noDiff, type Diff } from '../../../shared/model/diff.ts'
import { ok } from '../../../shared/model/result.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { localAgent } from '../../../shared/model/ids.ts'
import { notFound } from '../failures.ts'

export const diffHandlers = ({ store, logs }: Deps): Pick<Handlers<'runs'>, 'diff'> => ({
  diff: async ({ runId }) => {
    const run = store.runs.find(runId)
    return run ? ok(await diffOf(run, () => logs.diff(runId))) : notFound('run', runId)
  },
})

async function diffOf(run: Run, read: () => Promise<Diff | undefined>): Promise<Diff> {
  return (await read()) ?? noDiff(whyNone(run))
}

function whyNone({ status, startedAt, config, agentId }: Run): string {
  if (!hasEnded(status)) return 'The run has not ended: what it changed is looked at then'
  if (startedAt === null) return 'The run never started, so it changed nothing'
  if (config.directory === null) return 'No folder was named for this task or its job, so nothing was compared'
  if (agentId !== null && agentId !== localAgent) return `The run was on ${agentId}: what runs change is compared on this machine only`
  return 'The folder is in no git repository, or what runs change was not kept then (setting runs.keep_diff)'
}

/** Whether what this run changes is to be compared. */
export const keepsDiff = ({ settings }: Pick<Deps, 'settings'>, run: { readonly config: Run['config'] }): boolean =>
  settings()['runs.keep_diff'] && run.config.directory !== null
