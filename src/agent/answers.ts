import { join } from 'node:path'
import type { FromAgent, ToAgent } from '../shared/model/agent.ts'
import type { RunId } from '../shared/model/ids.ts'
import { listWorktrees, removeWorktree } from './git/worktrees.ts'
import { resolveProfile } from './profile/resolve.ts'

type Question<Type extends ToAgent['type']> = Extract<ToAgent, { type: Type }>
type Asked = Question<'test_profile' | 'list_worktrees' | 'remove_worktree'>

export interface AnswersParts {
  readonly environment: Promise<Readonly<Record<string, string>>>
  readonly tell: (message: FromAgent) => void
  readonly complain: (error: unknown, what: string) => void
  /** The live run that works in this worktree. */
  readonly workerIn: (folder: string) => RunId | undefined
}

/** Answers what the engine asks, because secrets are looked up and folders are looked into where runs run. */
export function createAnswers({ environment, tell, complain, workerIn }: AnswersParts): (question: Asked) => void {
  const testProfile = async ({ testId, profile }: Question<'test_profile'>): Promise<void> => {
    const { unresolved } = await resolveProfile(profile, await environment)
    const problems = new Map(unresolved.map(({ name, message }) => [name, message]))
    tell({
      type: 'profile_tested',
      testId,
      variables: profile.envVars.map(({ name, source }) => ({
        name,
        ok: !problems.has(name),
        message: problems.get(name) ?? (source === 'unset' ? 'is taken away' : 'has a value'),
      })),
    })
  }

  const tellWorktrees = async ({ askId, root }: Question<'list_worktrees'>): Promise<void> =>
    tell({ type: 'worktrees', askId, worktrees: [...(await listWorktrees(root, await environment))] })

  const removeOne = async ({ askId, root, name }: Question<'remove_worktree'>): Promise<void> => {
    const worker = workerIn(join(root, ...name.split(':')))
    const refusal = worker
      ? `The run ${worker} works in it. Wait for its end, or stop it`
      : await removeWorktree(root, name, await environment)
    tell({ type: 'worktree_removed', askId, refusal })
  }

  const answer = (question: Asked): Promise<void> => {
    switch (question.type) {
      case 'test_profile':
        return testProfile(question)
      case 'list_worktrees':
        return tellWorktrees(question)
      case 'remove_worktree':
        return removeOne(question)
    }
  }

  return (question) => void answer(question).catch((error: unknown) => complain(error, `${question.type} could not be answered`))
}
