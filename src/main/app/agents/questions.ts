import type { FromAgent, ToAgent } from '../../../shared/model/agent.ts'
import type { Clock } from '../../ports/clock.ts'
import { createAnswers } from './answers.ts'

type Asking = Extract<ToAgent, { readonly askId: string }>
/** A question, but for the number that its answer names. */
export type Question = Asking extends infer One ? (One extends Asking ? Omit<One, 'askId'> : never) : never
export type AgentAnswer = Extract<FromAgent, { readonly askId: string }>

/** What the engine asks this machine's agent, which may look at folders and start programs where the engine does not. */
export interface Questions {
  /** Undefined where the agent does not answer. */
  ask(question: Question): Promise<AgentAnswer | undefined>
  heard(answer: AgentAnswer): void
}

/** git may take its time over many large worktrees. */
const waitMs = 120_000

export function createQuestions(clock: Clock, send: (message: ToAgent) => boolean): Questions {
  const answers = createAnswers<AgentAnswer>(clock, waitMs)
  return {
    ask: (question) => answers.answerTo((askId) => send({ ...question, askId })),
    heard: (answer) => answers.came(answer.askId, answer),
  }
}
