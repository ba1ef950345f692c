import type { Run } from '../../../shared/model/run.ts'
import { duration } from '../../ui/format.ts'
import { runLooks } from '../../ui/states.ts'
import type { Rows } from '../../state/views.ts'
import css from './RunsPanel.module.css'

const shown = 20

/** The last twenty durations, oldest first. A click jumps to the run. */
export function Spark({ rows, onChoose }: { readonly rows: Rows<Run>; readonly onChoose: (index: number) => void }) {
  const runs = Array.from({ length: Math.min(shown, rows.count) }, (_, index) => ({ index, run: rows.at(index) })).reverse()
  const longest = Math.max(1, ...runs.map(({ run }) => run?.durationMs ?? 0))
  return (
    <div className={css.spark} role="group" aria-label="Last durations">
      {runs.map(({ index, run }) => (
        <button
          key={run?.id ?? index}
          type="button"
          className={css.bar}
          data-status={run?.status}
          tabIndex={-1}
          onClick={() => onChoose(index)}
          style={{ height: `${Math.max(12, ((run?.durationMs ?? 0) / longest) * 100)}%` }}
          title={run ? `${runLooks[run.status].word}${run.durationMs === null ? '' : ` after ${duration(run.durationMs)}`}` : ''}
          aria-label={run ? `${runLooks[run.status].word}, ${duration(run.durationMs ?? 0)}` : 'not read yet'}
        />
      ))}
    </div>
  )
}
