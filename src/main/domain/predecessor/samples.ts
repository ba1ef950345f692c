import type { Schedule } from '../../../shared/model/schedule.ts'
import type { OldTask } from './task-record.ts'

/** What its first start made, as far as somebody would have changed it. */
const samples: readonly (Pick<OldTask, 'name' | 'enabled'> & { readonly model: string; readonly schedule: Schedule })[] = [
  {
    name: 'Daily Code Review',
    enabled: false,
    model: 'sonnet',
    schedule: { type: 'calendar', calendar: { frequency: 'daily', time: '09:00' } },
  },
  {
    name: 'Weekly Test Report',
    enabled: false,
    model: 'sonnet',
    schedule: { type: 'calendar', calendar: { frequency: 'weekly', time: '10:00', daysOfWeek: [1] } },
  },
  { name: 'On-Demand Analysis', enabled: true, model: 'opus', schedule: { type: 'manual' } },
]

/** One of the three tasks that it brought along, as it brought it. */
export const isUntouchedSample = (task: OldTask): boolean =>
  task.jobId === null &&
  samples.some(
    (sample) =>
      sample.name === task.name &&
      sample.enabled === task.enabled &&
      sample.model === task.parameters['model'] &&
      JSON.stringify(sample.schedule) === JSON.stringify(task.schedule),
  )
