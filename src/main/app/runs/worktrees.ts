import type { Worktree } from '../../../shared/contract/worktrees.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import type { JobId, TaskId } from '../../../shared/model/ids.ts'
import { fail, ok, type Result } from '../../../shared/model/result.ts'
import type { HeldWorktree } from '../../../shared/model/worktree.ts'
import type { Deps } from '../deps.ts'
import type { Handlers } from '../handler.ts'
import { conflict, notFound } from '../failures.ts'
import type { Questions } from '../agents/questions.ts'
import type { Caller } from '../service.ts'
import { ownerSeenBy } from '../visible.ts'
import { worktreesIn } from './worktree.ts'

export const worktreeHandlers = (deps: Deps, questions: Questions): Handlers<'worktrees'> => ({
  list: async ({ limit, offset }, caller) => {
    const found = await seenBy(deps, questions, caller)
    return found.ok ? ok({ worktrees: found.value.slice(offset, offset + limit), total: found.value.length, limit, offset }) : found
  },
  remove: {
    patient: async ({ worktree }, caller) => {
      const found = await seenBy(deps, questions, caller)
      if (!found.ok) return found
      const known = found.value.find(({ name }) => name === worktree)
      if (!known) return notFound('worktree', worktree)
      const answer = await questions.ask({ type: 'remove_worktree', root: worktreesIn(deps.machine), name: worktree })
      if (answer?.type !== 'worktree_removed') return silent
      return answer.refusal === null ? ok({ removed: true, folder: known.folder, branch: known.branch }) : conflict(answer.refusal)
    },
  },
})

const silent: Result<never, Failure> = fail({
  kind: 'agent_unavailable',
  message: 'The agent, which looks after worktrees, does not answer. Try again in a moment.',
})

/** A user's are those of their jobs and tasks; the machine's owner also sees those whose job or task is gone. */
async function seenBy(deps: Deps, questions: Questions, caller: Caller): Promise<Result<readonly Worktree[], Failure>> {
  const answer = await questions.ask({ type: 'list_worktrees', root: worktreesIn(deps.machine) })
  if (answer?.type !== 'worktrees') return silent
  const owner = ownerSeenBy(caller)
  return ok(answer.worktrees.map((one) => withOwner(deps, one, owner)).filter((one) => owner === undefined || one.madeFor !== null))
}

function withOwner({ store }: Deps, held: HeldWorktree, owner: string | undefined): Worktree {
  const [, kind, end = ''] = /^(job|task)-([0-9a-f]{12}):/.exec(held.name) ?? []
  const found = kind === undefined ? undefined : store.visibility.endingWith(owner, kind === 'job' ? 'job' : 'task', end)
  return {
    ...held,
    madeFor: found?.name ?? null,
    jobId: found && kind === 'job' ? (found.id as JobId) : null,
    taskId: found && kind === 'task' ? (found.id as TaskId) : null,
  }
}
