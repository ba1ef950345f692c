import { useState, type SyntheticEvent } from 'react'
import type { Failure, FieldProblem } from '../../../shared/model/failure.ts'
import type { Job } from '../../../shared/model/job.ts'
import type { Result } from '../../../shared/model/result.ts'
import { told } from '../../actions/tell.ts'
import { selectJob } from '../../state/selection.ts'
import { useStore } from '../../state/store.ts'

/** The fields of a form about a job, what the engine finds wrong with them, and what happens when they are sent. */
export function useJobForm<Fields, Answer extends Job>(
  first: Fields,
  send: (fields: Fields) => Promise<Result<Answer, Failure>>,
  done: (answer: Answer) => void,
) {
  const [fields, setFields] = useState(first)
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const set = (changes: Partial<Fields>): void => setFields((now) => ({ ...now, ...changes }))
  const problem = (path: string): string | undefined => problems.find((one) => one.path.startsWith(path))?.message
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault()
    const answer = send(fields)
    const result = await answer.catch(() => undefined)
    if (result && !result.ok && result.failure.kind === 'validation') return setProblems(result.failure.problems)
    const value = await told(answer)
    if (value) done(value)
  }
  return { fields, set, problem, submit }
}

/** A job that was made comes into sight at once, before its event does. */
export function showNew(job: Job): void {
  useStore.setState((state) => ({ jobs: new Map(state.jobs).set(job.id, job) }))
  selectJob(job.id)
}
