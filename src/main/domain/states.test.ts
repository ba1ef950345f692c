import { describe, expect, test } from 'vitest'
import { JobStatus } from '../../shared/model/job.ts'
import { endedRunStatuses, RunStatus } from '../../shared/model/run.ts'
import { WorkerStatus } from '../../shared/model/worker.ts'
import { derivedStatus, jobMayMove, stepsTo } from './job.ts'
import { runMayMove, runStatesBefore } from './run.ts'
import { workerEnd, workerMayMove } from './worker.ts'

/** Every allowed pair, written out by hand: the tables in the code are held against these, in both directions. */
const allowed = {
  job: `submitted>pending submitted>cancelled pending>queued pending>scheduled pending>in_progress pending>cancelled scheduled>queued
    scheduled>cancelled queued>in_progress queued>scheduled queued>cancelled in_progress>paused in_progress>awaiting_confirmation
    in_progress>completed in_progress>failed in_progress>cancelled paused>in_progress paused>cancelled awaiting_confirmation>in_progress
    awaiting_confirmation>failed awaiting_confirmation>cancelled completed>pending failed>pending cancelled>pending`,
  run: `queued>starting queued>cancelled starting>running starting>failed starting>cancelled running>paused running>succeeded
    running>failed running>cancelled paused>running paused>failed paused>cancelled`,
  worker: `idle>running idle>terminated running>paused running>completed running>failed running>terminated paused>running paused>terminated`,
}

const pairs = <State extends string>(states: readonly State[], mayMove: (from: State, to: State) => boolean): string[] =>
  states.flatMap((from) => states.filter((to) => mayMove(from, to)).map((to) => `${from}>${to}`)).sort()

const listed = (text: string): string[] => text.split(/\s+/).sort()

describe('state machines', () => {
  test('a job makes the listed changes and no others', () => expect(pairs(JobStatus.options, jobMayMove)).toEqual(listed(allowed.job)))
  test('a run makes the listed changes and no others', () => expect(pairs(RunStatus.options, runMayMove)).toEqual(listed(allowed.run)))
  test('a worker makes the listed changes and no others', () =>
    expect(pairs(WorkerStatus.options, workerMayMove)).toEqual(listed(allowed.worker)))

  test('the guard of an update names exactly the states before', () => {
    expect(runStatesBefore('cancelled')).toEqual(['queued', 'starting', 'running', 'paused'])
    expect(runStatesBefore('succeeded')).toEqual(['running'])
    expect(runStatesBefore('queued')).toEqual([])
  })

  test.each(WorkerStatus.options.flatMap((now) => endedRunStatuses.map((end) => [now, end] as const)))(
    'a %s worker ends with a run that %s by an allowed change',
    (now, end) => {
      if (!['completed', 'failed', 'terminated'].includes(now)) expect(workerMayMove(now, workerEnd(now, end))).toBe(true)
    },
  )
})

describe('the status of a job without a goal', () => {
  const of = (...newest: (RunStatus | null)[]) => derivedStatus(newest.map((lastRun) => ({ enabled: true, lastRun })))

  test('no task has run: pending', () => {
    expect(of()).toBe('pending')
    expect(of(null, null)).toBe('pending')
  })
  test.each(['queued', 'starting', 'running', 'paused'] as const)('a %s run: in progress, whatever else', (active) =>
    expect(of('failed', active, null)).toBe('in_progress'),
  )
  test('one failed or stopped, none active: failed', () => {
    expect(of('succeeded', 'failed')).toBe('failed')
    expect(of('succeeded', 'cancelled', null)).toBe('failed')
  })
  test('all enabled tasks succeeded: completed, and a disabled one does not count', () => {
    expect(of('succeeded', 'succeeded')).toBe('completed')
    expect(
      derivedStatus([
        { enabled: true, lastRun: 'succeeded' },
        { enabled: false, lastRun: null },
      ]),
    ).toBe('completed')
  })
  test('what ran succeeded, others never ran: pending', () => expect(of('succeeded', null)).toBe('pending'))

  test('every way to a derived status goes by allowed changes, but for in_progress to pending', () => {
    for (const from of JobStatus.options.filter((status) =>
      ['pending', 'in_progress', 'completed', 'failed', 'cancelled'].includes(status),
    )) {
      for (const to of ['pending', 'in_progress', 'completed', 'failed'] as const) {
        const way = [from, ...stepsTo(from, to)]
        expect(way.at(-1)).toBe(to)
        for (const [index, step] of way.slice(1).entries()) {
          expect(jobMayMove(way[index]!, step) || `${way[index]}>${step}` === 'in_progress>pending').toBe(true)
        }
      }
    }
  })
})
