import type { Store } from '../ports/store.ts'

/** Does it in a transaction, soon; answers when that is committed. */
export type Together = <Value>(work: () => Value) => Promise<Value>

interface Asked {
  /** Does it, and keeps what came of it until it is committed. */
  attempt(): void
  answer(): void
  refuse(error: unknown): void
}

/**
 * What is asked for in one turn of the event loop is committed together, because a commit costs more than what most calls
 * write. Each is taken back alone where it throws; where the disk fails, all of them are.
 */
export function createTogether(store: Pick<Store, 'transaction' | 'attempt' | 'isStorageFailure'>): Together {
  const asked: Asked[] = []
  const commit = (): void => {
    const all = asked.splice(0)
    try {
      store.transaction(() => {
        for (const one of all) one.attempt()
      })
    } catch (error) {
      for (const one of all) one.refuse(error)
      return
    }
    for (const one of all) one.answer()
  }
  return (work) =>
    new Promise((resolve, reject) => {
      asked.push(attempted(store, work, resolve, reject))
      if (asked.length === 1) setImmediate(commit)
    })
}

function attempted<Value>(
  store: Pick<Store, 'attempt' | 'isStorageFailure'>,
  work: () => Value,
  resolve: (value: Value) => void,
  refuse: (error: unknown) => void,
): Asked {
  const outcome = { answer: (): void => {} }
  return {
    attempt() {
      try {
        const value = store.attempt(work)
        outcome.answer = () => resolve(value)
      } catch (error) {
        // The database may have taken back the whole transaction, and nothing more may be written outside of it.
        if (store.isStorageFailure(error)) throw error
        outcome.answer = () => refuse(error)
      }
    },
    answer: () => outcome.answer(),
    refuse,
  }
}
