import type { Clock } from '../../ports/clock.ts'

/** Answers that are waited for, each under the id that its question was given. */
export interface Answers<Answer> {
  /** Undefined where it could not be asked, and where nobody answers in time. */
  answerTo(ask: (id: string) => boolean): Promise<Answer | undefined>
  came(id: string, answer: Answer): void
}

export function createAnswers<Answer>(clock: Clock, waitMs: number): Answers<Answer> {
  const waiting = new Map<string, (answer: Answer) => void>()
  return {
    async answerTo(ask) {
      const id = clock.newId()
      const answer = Promise.withResolvers<Answer | undefined>()
      waiting.set(id, answer.resolve)
      const timer = setTimeout(() => answer.resolve(undefined), waitMs)
      if (!ask(id)) answer.resolve(undefined)
      const said = await answer.promise
      clearTimeout(timer)
      waiting.delete(id)
      return said
    },
    came: (id, answer) => waiting.get(id)?.(answer),
  }
}
