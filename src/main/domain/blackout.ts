import type { Blackout } from '../../shared/model/blackout.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Zones } from './zone.ts'

const minute = 60_000
const day = 86_400_000

/** The first of these times of day that this instant is in. */
export function blackoutAt(
  blackouts: readonly Blackout[],
  instant: Instant,
  { zones, localZone }: { readonly zones: Zones; readonly localZone: string },
): Blackout | undefined {
  return blackouts.find((blackout) => isIn(blackout, zones(blackout.timezone ?? localZone).wallAt(Date.parse(instant))))
}

/** The end is no part of it. What lasts over midnight belongs to the day on which it began. */
function isIn({ from, to, days }: Blackout, wall: number): boolean {
  const time = Math.floor((wall % day) / minute)
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  const begunOn = (ago: number): boolean => !days || days.includes(weekday(wall - ago * day))
  if (begin < end) return time >= begin && time < end && begunOn(0)
  return (time >= begin && begunOn(0)) || (time < end && begunOn(1))
}

const minutesOf = (time: string): number => {
  const [hour = 0, minutes = 0] = time.split(':').map(Number)
  return hour * 60 + minutes
}

/** 1 = Monday … 7 = Sunday. */
const weekday = (wall: number): number => ((new Date(wall).getUTCDay() + 6) % 7) + 1
