import { z } from 'zod'
import type { Blackout } from '../../shared/model/blackout.ts'

/*
 * Blackouts as a form holds them. Its days are one text, so that a choice of them is one choice.
 */

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/

export const BlackoutFields = z
  .object({
    from: z.string(),
    to: z.string(),
    days: z.string(),
    /** Not shown, and kept. */
    timezone: z.string(),
  })
  .superRefine(({ from, to }, context) => {
    if (!timeOfDay.test(from) || !timeOfDay.test(to))
      context.addIssue({ code: 'custom', path: ['to'], message: 'Two times such as 22:00 and 06:00' })
  })
export type BlackoutFields = z.infer<typeof BlackoutFields>

export const newBlackout: BlackoutFields = { from: '22:00', to: '06:00', days: '', timezone: '' }

export const dayChoices: Readonly<Record<string, string>> = {
  '': 'every day',
  '1,2,3,4,5': 'Monday to Friday',
  '6,7': 'at weekends',
  1: 'Mondays',
  2: 'Tuesdays',
  3: 'Wednesdays',
  4: 'Thursdays',
  5: 'Fridays',
  6: 'Saturdays',
  7: 'Sundays',
}

const short = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The choices, with the days that a file or a script gave, where they are none of the usual ones. */
export const dayChoicesWith = (days: string): Readonly<Record<string, string>> =>
  days in dayChoices
    ? dayChoices
    : {
        ...dayChoices,
        [days]: days
          .split(',')
          .map((day) => short[Number(day) - 1])
          .join(', '),
      }

export const blackoutFieldsOf = ({ from, to, days = [], timezone = '' }: Blackout): BlackoutFields => ({
  from,
  to,
  days: days.join(','),
  timezone,
})

export const blackoutFrom = ({ from, to, days, timezone }: BlackoutFields): Blackout => ({
  from,
  to,
  ...(days !== '' && { days: days.split(',').map(Number) }),
  ...(timezone !== '' && { timezone }),
})
