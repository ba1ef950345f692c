import { localAgent } from '../../../shared/model/ids.ts'
import { hasEnded, type Run } from '../../../shared/model/run.ts'
import { StateShape } from '../../ui/StateShape.tsx'
import { duration, shortPath } from '../../ui/format.ts'
import { useNow } from '../../ui/now.ts'
import { endSentence } from '../../ui/reasons.ts'
import { runLooks } from '../../ui/states.ts'
import css from './LogsPanel.module.css'

/** What became of the run, in one line, and in a second one what went wrong. */
export function RunHead({ run }: { readonly run: Run }) {
  const now = useNow()
  const look = runLooks[run.status]
  const elapsed = run.durationMs ?? (run.startedAt ? Math.max(0, now - Date.parse(run.startedAt)) : null)
  const facts = [
    elapsed === null || !run.startedAt ? undefined : duration(elapsed),
    hasEnded(run.status) ? endSentence(run) : undefined,
    run.attempt > 1 ? `attempt ${run.attempt}` : undefined,
  ]
  return (
    <div className={css.head}>
      <div className={css.facts}>
        <StateShape look={look} silent />
        <strong>{look.word}</strong>
        <span className={css.name}>{run.taskName}</span>
        {facts
          .filter((fact) => fact !== undefined)
          .map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        {run.agentId !== null && run.agentId !== localAgent && <span>on {run.agentId}</span>}
        <span className={css.folder} title={run.config.workingDirectory}>
          {shortPath(run.config.workingDirectory)}
        </span>
      </div>
      {run.errorMessage && run.reason !== 'exit_code' && (
        <div className={css.error} role="note">
          {run.errorMessage}
        </div>
      )}
    </div>
  )
}
