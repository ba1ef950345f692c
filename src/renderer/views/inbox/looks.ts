import type { NoticeKind } from '../../../shared/model/notice.ts'
import type { Look } from '../../ui/states.ts'

/** As the states that they tell of look elsewhere. */
export const noticeLooks = {
  failure: { shape: 'cross', word: 'Failed', tone: 'red' },
  first_failure: { shape: 'cross', word: 'First failure', tone: 'red' },
  recovered: { shape: 'tick', word: 'Well again', tone: 'green' },
  waiting: { shape: 'diamond', word: 'Waits', tone: 'amber' },
  missed: { shape: 'clock', word: 'Missed', tone: 'grey-blue' },
  budget: { shape: 'diamond', word: 'Money spent', tone: 'amber' },
  stopped: { shape: 'bars', word: 'Stopped by itself', tone: 'violet' },
  success: { shape: 'tick', word: 'Succeeded', tone: 'green' },
  start: { shape: 'circle', word: 'Started', tone: 'grey' },
} as const satisfies Record<NoticeKind, Look>
