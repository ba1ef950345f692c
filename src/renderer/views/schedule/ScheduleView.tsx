import { useState } from 'react'
import { Empty, Skeleton } from '../../ui/Empty.tsx'
import { Input, Select } from '../../ui/Field.tsx'
import { counted } from '../../ui/format.ts'
import { Axis, Lane } from './Lane.tsx'
import { useTimeline } from './useTimeline.ts'
import { WideList } from './WideList.tsx'
import css from './Schedule.module.css'

const spans = { 3: '3 hours', 24: 'a day', 168: 'a week' } as const

/** What was due before now and is due after it, each task on a line of its own. */
export function ScheduleView() {
  const [asked, setAsked] = useState('')
  const [hours, setHours] = useState(24)
  const timeline = useTimeline(asked.trim(), hours)
  return (
    <div className={css.view}>
      <div className={css.bar}>
        <Input
          type="search"
          aria-label="Find a scheduled task"
          placeholder="Find a scheduled task"
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
        />
        <label>
          Back and ahead{' '}
          <Select value={hours} onChange={(event) => setHours(Number(event.target.value))}>
            {Object.entries(spans).map(([count, words]) => (
              <option key={count} value={count}>
                {words}
              </option>
            ))}
          </Select>
        </label>
        <span role="status">{timeline ? counted(timeline.total, 'task') : ''}</span>
        <Legend />
      </div>
      {!timeline ? (
        <Skeleton />
      ) : timeline.total === 0 ? (
        <Empty
          text={
            asked === ''
              ? 'Nothing starts by itself yet. Give a task a schedule in the editor, under When.'
              : 'No scheduled task has this name.'
          }
        />
      ) : (
        <>
          <Axis span={timeline.span} />
          <WideList
            label="Scheduled tasks"
            count={timeline.total}
            onShow={timeline.show}
            row={(index) => <Lane row={timeline.at(index)} span={timeline.span} />}
          />
        </>
      )}
    </div>
  )
}

const marks = { started: 'started', failed: 'failed', skipped: 'skipped', missed: 'missed', next: 'to come' } as const

const Legend = () => (
  <ul className={css.legend} aria-label="What the marks mean">
    {Object.entries(marks).map(([mark, word]) => (
      <li key={mark}>
        <i data-mark={mark} />
        {word}
      </li>
    ))}
  </ul>
)
