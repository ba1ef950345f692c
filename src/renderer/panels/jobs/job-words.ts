import type { Job } from '../../../shared/model/job.ts'
import { hasEnded } from '../../../shared/model/run.ts'
import type { Task } from '../../../shared/model/task.ts'
import { ago, counted } from '../../ui/format.ts'
import { runLooks } from '../../ui/states.ts'

type Told = Pick<Job, 'goal' | 'status' | 'statusMessage' | 'progress' | 'iterations'>

/** Where a job stands, in so few words that they fit into the narrowest panel. The whole sentence is its `statusMessage`. */
export function jobSentence({ goal, status, statusMessage, progress, iterations }: Told): string {
  if (status === 'awaiting_confirmation') return `waits for you after ${counted(iterations, 'iteration')}`
  if (goal !== null || status === 'cancelled') return statusMessage
  const parts = [
    [progress.running, 'running'],
    [progress.waiting, 'waiting'],
    [progress.failed, 'failed'],
  ] as const
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}`)
  if (told.length > 0) return told.join(', ')
  return progress.total === 0
    ? 'no tasks yet'
    : status === 'completed'
      ? 'all succeeded'
      : progress.succeeded > 0
        ? 'not all have run'
        : 'has not run yet'
}

/** What became of a task's newest run. */
export function taskSentence({ lastRun }: Pick<Task, 'lastRun'>, now: number): string {
  if (!lastRun) return 'never ran'
  const word = runLooks[lastRun.status].word.toLowerCase()
  return hasEnded(lastRun.status) ? `${word} ${ago(lastRun.finishedAt ?? lastRun.queuedAt, now)}` : word
}
