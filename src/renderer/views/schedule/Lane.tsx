import { memo } from 'react'
import type { TimelineRow } from '../../../shared/contract/schedules.ts'
import type { RunId, TaskId } from '../../../shared/model/ids.ts'
import { showTask } from '../../actions/show-task.ts'
import { useClient } from '../../state/client.ts'
import { counted } from '../../ui/format.ts'
import { hoursOn, placeOf, standClose, type Span } from './place.ts'
import css from './Schedule.module.css'

const clock = (at: number): string => new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
const isMidnight = (at: number): boolean => new Date(at).getHours() === 0
const moment = (at: string | number): string =>
  new Date(at).toLocaleString('en-GB', { weekday: 'short', hour: '2-digit', minute: '2-digit' })
/** In per cent: an hour nearer to now would stand in its word. */
const clearOfNow = 4
const dayMs = 86_400_000

/** The hours above the lines; days where the lines are long. */
export function Axis({ span }: { readonly span: Span }) {
  const long = span.until - span.since > 3 * dayMs
  return (
    <div className={css.axis} aria-hidden>
      <div className={css.line}>
        {hoursOn(span, long ? 8 : 12)
          .filter((at) => Math.abs(placeOf(at, span) - placeOf(span.now, span)) > clearOfNow)
          .map((at) => (
            <span key={at} style={{ left: `${placeOf(at, span)}%` }}>
              {long || isMidnight(at) ? new Date(at).toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric' }) : clock(at)}
            </span>
          ))}
        <b style={{ left: `${placeOf(span.now, span)}%` }}>now</b>
      </div>
    </div>
  )
}

/** One task: its name, its schedule in words, and the marks of its occurrences. */
export const Lane = memo(function Lane({ row, span }: { readonly row: TimelineRow | undefined; readonly span: Span }) {
  const open = useOpening()
  if (!row) return <div className={css.lane} />
  const next = row.next.map((at) => Date.parse(at))
  const toCome = standClose(next, span) ? 'tick' : 'next'
  return (
    <div className={css.lane} data-off={!row.enabled || undefined}>
      <button type="button" className={css.name} onClick={() => open(row.taskId, null)}>
        <b title={row.name}>{row.name}</b>
        <span title={row.words}>{row.enabled ? row.words : `off · ${row.words}`}</span>
      </button>
      <div className={css.line} role="img" aria-label={summary(row)}>
        <i className={css.now} style={{ left: `${placeOf(span.now, span)}%` }} />
        {row.past.map((group) => (
          <i
            key={`${group.at}${group.outcome}`}
            data-mark={group.failed > 0 ? 'failed' : group.outcome}
            style={{ left: `${placeOf(Date.parse(group.at), span)}%` }}
            title={pastWords(group)}
            onClick={() => open(row.taskId, group.runId)}
          />
        ))}
        {next.map((at) => (
          <i key={at} data-mark={toCome} style={{ left: `${placeOf(at, span)}%` }} title={`due ${moment(at)}`} />
        ))}
        {row.goesOn && <i className={css.further} style={{ left: `${placeOf(next.at(-1) ?? span.now, span)}%` }} title="and so on" />}
      </div>
    </div>
  )
})

function pastWords({ at, outcome, count, failed, reason }: TimelineRow['past'][number]): string {
  const what = count === 1 ? (failed > 0 ? 'failed' : outcome) : `${count} times ${outcome}${failed > 0 ? `, ${failed} failed` : ''}`
  return `${moment(at)} · ${what}${reason === null ? '' : `: ${reason}`}`
}

/** The line in words, for whoever does not see it. */
function summary({ past, next, goesOn }: TimelineRow): string {
  const of = (outcome: string): number => past.reduce((sum, group) => (group.outcome === outcome ? sum + group.count : sum), 0)
  const failed = past.reduce((sum, group) => sum + group.failed, 0)
  const [first] = next
  return `${of('started')} started, ${failed} failed, ${of('skipped')} skipped, ${of('missed')} missed; ${first ? `${goesOn ? 'more than ' : ''}${counted(next.length, 'fire')} to come, the next ${moment(first)}` : 'none to come'}`
}

/** Shows the task, and the run where there was one, in the panels. */
function useOpening(): (taskId: TaskId, runId: RunId | null) => void {
  const client = useClient()
  return (taskId, runId) => void showTask(client, taskId, runId)
}
