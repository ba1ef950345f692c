import { useState, type ReactNode } from 'react'
import type { Statistics } from '../../../shared/contract/statistics.ts'
import type { JobId } from '../../../shared/model/ids.ts'
import { useStore } from '../../state/store.ts'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { Select } from '../../ui/Field.tsx'
import { dollars, duration } from '../../ui/format.ts'
import { reasonWord } from '../../ui/reasons.ts'
import { DayBars } from './DayBars.tsx'
import { TaskTable } from './TaskTable.tsx'
import { useStatistics } from './useStatistics.ts'
import css from './Statistics.module.css'

const periods = { 7: 'The last 7 days', 30: 'The last 30 days', 90: 'The last 90 days', 365: 'The last year' } as const
const jobsOffered = 1_000

/** What became of runs: figures, days, tasks and reasons. */
export function StatisticsView() {
  const [days, setDays] = useState(30)
  const [jobId, setJobId] = useState<JobId | null>(null)
  const jobs = useStore((state) => state.jobs)
  const statistics = useStatistics(days, jobId)
  return (
    <div className={css.view}>
      <div className={css.bar}>
        <Select aria-label="Time" value={days} onChange={(event) => setDays(Number(event.target.value))}>
          {Object.entries(periods).map(([count, words]) => (
            <option key={count} value={count}>
              {words}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Job"
          value={jobId ?? ''}
          onChange={(event) => setJobId([...jobs.keys()].find((id) => id === event.target.value) ?? null)}
        >
          <option value="">All jobs</option>
          {[...jobs.values()].slice(0, jobsOffered).map(({ id, name, depth }) => (
            <option key={id} value={id}>
              {'\u2003'.repeat(depth)}
              {name}
            </option>
          ))}
        </Select>
        {statistics && !statistics.complete && <span role="status">The newest 100,000 runs of this time</span>}
      </div>
      {!statistics ? (
        <Skeleton />
      ) : statistics.runs === 0 ? (
        <Empty text="No run has ended in this time. Figures come with the first one." />
      ) : (
        <Figures statistics={statistics} />
      )}
    </div>
  )
}

const percent = (rate: number | null): string => (rate === null ? '–' : `${(rate * 100).toFixed(rate === 1 ? 0 : 1)} %`)
const time = (ms: number | null): string => (ms === null ? '–' : duration(ms))
const count = (of: number): string => of.toLocaleString('en')

function Figures({ statistics }: { readonly statistics: Statistics }) {
  const { runs, succeeded, failed, cancelled, successRate, duration: took, wait, costUsd, byDay } = statistics
  return (
    <>
      <dl className={css.figures}>
        <Figure
          name="Runs"
          value={count(runs)}
          about={`${count(succeeded)} succeeded, ${count(failed)} failed, ${count(cancelled)} stopped`}
        />
        <Figure name="Success" value={percent(successRate)} about="of those that succeeded or failed" />
        <Figure name="Duration" value={time(took.p50Ms)} about={`median; 95 of 100 within ${time(took.p95Ms)}`} />
        <Figure name="Wait in the queue" value={time(wait.p50Ms)} about={`median; 95 of 100 within ${time(wait.p95Ms)}`} />
        {costUsd > 0 && <Figure name="Cost" value={dollars(costUsd)} about="of coding agents" />}
      </dl>
      <div className={css.charts}>
        <DayBars
          title="Runs a day"
          days={byDay}
          parts={[
            { tone: 'red', word: 'failed', of: (day) => day.failed },
            { tone: 'grey', word: 'stopped', of: (day) => day.cancelled },
            { tone: 'green', word: 'succeeded', of: (day) => day.succeeded },
          ]}
          write={count}
        />
        <DayBars
          title="Duration"
          days={byDay}
          over
          parts={[
            { tone: 'blue', word: '95 of 100 within', of: (day) => day.duration.p95Ms ?? 0, faint: true },
            { tone: 'blue', word: 'median', of: (day) => day.duration.p50Ms ?? 0 },
          ]}
          write={duration}
        />
        <DayBars
          title="Wait in the queue"
          days={byDay}
          over
          parts={[
            { tone: 'amber', word: '95 of 100 within', of: (day) => day.wait.p95Ms ?? 0, faint: true },
            { tone: 'amber', word: 'median', of: (day) => day.wait.p50Ms ?? 0 },
          ]}
          write={duration}
        />
        {costUsd > 0 && (
          <DayBars title="Cost" days={byDay} parts={[{ tone: 'violet', word: 'spent', of: (day) => day.costUsd }]} write={dollars} />
        )}
      </div>
      <div className={css.tables}>
        <TaskTable statistics={statistics} />
        <Reasons statistics={statistics} />
      </div>
    </>
  )
}

const Figure = ({ name, value, about }: { readonly name: string; readonly value: ReactNode; readonly about: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <b>{value}</b>
      <span>{about}</span>
    </dd>
  </div>
)

function Reasons({ statistics: { byReason, failed } }: { readonly statistics: Statistics }) {
  return (
    <section aria-label="Why runs failed">
      <h3>Why runs failed</h3>
      {byReason.length === 0 ? (
        <p className={css.none}>None did.</p>
      ) : (
        <ul className={css.reasons}>
          {byReason.map(({ reason, runs }) => (
            <li key={reason}>
              <span>{reasonWord[reason]}</span>
              <i style={{ width: `${(runs / failed) * 100}%` }} aria-hidden />
              <b>{count(runs)}</b>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
