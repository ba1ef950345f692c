import type { Failure } from '../../../shared/model/failure.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { Store } from '../../ports/store.ts'

class TakenBack extends Error {}

/**
 * Does the work in one transaction, and takes all of it back where it failed, or where it was only to be seen: a dry run
 * is the same work, so what it reports is what would happen.
 */
export function allOrNothing<Value>(
  store: Pick<Store, 'transaction'>,
  { dryRun }: { readonly dryRun: boolean },
  work: () => Result<Value, Failure>,
): Result<Value, Failure> {
  const answer: { result?: Result<Value, Failure> } = {}
  try {
    store.transaction(() => {
      answer.result = work()
      if (dryRun || !answer.result.ok) throw new TakenBack()
    })
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error
  }
  if (!answer.result) throw new Error('The work gave no answer')
  return answer.result
}
