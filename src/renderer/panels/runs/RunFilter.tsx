import { RunStatus } from '../../../shared/model/run.ts'
import { usePrefs, type RunSpan } from '../../state/prefs.ts'
import { useSaid } from '../../ui/now.ts'
import { runLooks } from '../../ui/states.ts'
import css from './RunsPanel.module.css'

const hourMs = 3_600_000
const spans = {
  hour: { title: 'Last hour', ms: hourMs },
  day: { title: 'Last 24 h', ms: 24 * hourMs },
  week: { title: 'Last 7 days', ms: 7 * 24 * hourMs },
} as const satisfies Record<RunSpan, { title: string; ms: number }>

const spanNames: readonly RunSpan[] = ['hour', 'day', 'week']

export interface RunFilterState {
  readonly status: RunStatus | null
  readonly span: RunSpan | null
  /** The beginning of the span. It goes on in steps, so that rows do not fall out one by one under the eye. */
  readonly since: string | null
}

export function useRunFilter(): RunFilterState {
  const status = usePrefs((prefs) => prefs.runStatus)
  const span = usePrefs((prefs) => prefs.runSpan)
  const since = useSaid((now) => (span === null ? '' : beginningOf(span, now)))
  return { status, span, since: since === '' ? null : since }
}

const stepsOfSpan = 12

function beginningOf(span: RunSpan, now: number): string {
  const step = spans[span].ms / stepsOfSpan
  return new Date(Math.floor(now / step) * step - spans[span].ms).toISOString()
}

export const showAllRuns = (): void => usePrefs.getState().set({ runStatus: null, runSpan: null })

export function RunFilter({ status, span }: Omit<RunFilterState, 'since'>) {
  const { set } = usePrefs.getState()
  return (
    <div className={css.filters}>
      <select
        className={css.filter}
        aria-label="Show runs"
        data-set={status !== null || undefined}
        value={status ?? ''}
        onChange={(event) => set({ runStatus: RunStatus.safeParse(event.target.value).data ?? null })}
      >
        <option value="">Any state</option>
        {RunStatus.options.map((one) => (
          <option key={one} value={one}>
            {runLooks[one].word}
          </option>
        ))}
      </select>
      <select
        className={css.filter}
        aria-label="Runs of the time"
        data-set={span !== null || undefined}
        value={span ?? ''}
        onChange={(event) => set({ runSpan: spanNames.find((name) => name === event.target.value) ?? null })}
      >
        <option value="">Any time</option>
        {spanNames.map((name) => (
          <option key={name} value={name}>
            {spans[name].title}
          </option>
        ))}
      </select>
    </div>
  )
}
