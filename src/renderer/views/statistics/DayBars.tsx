import type { Statistics } from '../../../shared/contract/statistics.ts'
import css from './Statistics.module.css'

type Day = Statistics['byDay'][number]

interface DayBarsProps {
  readonly title: string
  readonly days: readonly Day[]
  /** From the bottom up; with `over`, one before the other. */
  readonly parts: readonly { readonly tone: string; readonly word: string; readonly of: (day: Day) => number; readonly faint?: boolean }[]
  readonly over?: boolean
  readonly write: (value: number) => string
}

/** A bar for each day. The largest is as high as the chart, and says its figure. */
export function DayBars({ title, days, parts, over, write }: DayBarsProps) {
  const height = (day: Day): number =>
    over ? Math.max(...parts.map(({ of }) => of(day))) : parts.reduce((sum, { of }) => sum + of(day), 0)
  const most = Math.max(...days.map(height))
  const words = (day: Day): string => `${dayWords(day.day)}: ${parts.map(({ of, word }) => `${word} ${write(of(day))}`).join(', ')}`
  const highest = days.find((day) => height(day) === most)
  return (
    <figure className={css.chart}>
      <figcaption>
        <b>{title}</b>
        <span>up to {write(most)}</span>
      </figcaption>
      <div
        className={css.bars}
        data-over={over || undefined}
        role="img"
        aria-label={`${title} by day, ${days.length} days; the most on ${highest ? words(highest) : ''}`}
      >
        {days.map((day) => (
          <div key={day.day} title={words(day)}>
            {parts.map(
              ({ tone, of, faint, word }) =>
                of(day) > 0 && (
                  <i
                    key={word}
                    style={{ height: `${(of(day) / most) * 100}%`, background: `var(--${tone})` }}
                    data-faint={faint || undefined}
                  />
                ),
            )}
          </div>
        ))}
      </div>
      <div className={css.ends} aria-hidden>
        <span>{dayWords(days[0]?.day)}</span>
        {parts.length > 1 && (
          <span className={css.legend}>
            {parts.map(({ tone, word, faint }) => (
              <span key={word}>
                <i style={{ background: `var(--${tone})` }} data-faint={faint || undefined} />
                {word}
              </span>
            ))}
          </span>
        )}
        <span>{dayWords(days.at(-1)?.day)}</span>
      </div>
    </figure>
  )
}

/** Days are those of UTC, as money is counted. */
const dayWords = (day: string | undefined): string =>
  day === undefined ? '' : new Date(day).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
