/*
 * Wall time is what a clock in a zone shows, written as milliseconds as though it were UTC. It has gaps and repeats; an
 * instant has neither.
 */

const second = 1_000
const day = 86_400_000

export interface Zone {
  /** What the clock shows then. */
  wallAt(instant: number): number
  /**
   * When the clock shows this. A time that does not exist is the next one that does; of one that exists twice, the first.
   * Never decreases with the wall time.
   */
  instantOf(wall: number): number
}

/** Zones by name, each made once: its formatter costs more than what is asked of it. */
export type Zones = (name: string) => Zone

export function createZones(): Zones {
  const known = new Map<string, Zone>()
  return (name) => {
    const zone = known.get(name) ?? createZone(name)
    known.set(name, zone)
    return zone
  }
}

function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'iso8601',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const wallAt = (instant: number): number => {
    const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 }
    for (const { type, value } of format.formatToParts(instant)) if (type in shown) shown[type as keyof typeof shown] = Number(value)
    return Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute, shown.second) + modulo(instant, second)
  }
  const offsetAt = (instant: number): number => wallAt(instant) - instant
  return {
    wallAt,
    instantOf(wall) {
      const offsets = [offsetAt(wall - day), offsetAt(wall + day)]
      const found = offsets.map((offset) => wall - offset).filter((instant) => wallAt(instant) === wall)
      return found.length > 0 ? Math.min(...found) : firstFrom(wall, wallAt)
    },
  }
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by

/** The first instant, to the second, at which the clock shows this time or a later one. */
function firstFrom(wall: number, wallAt: (instant: number) => number): number {
  let before = Math.floor((wall - day) / second)
  let after = Math.ceil((wall + day) / second)
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (wallAt(middle * second) >= wall) after = middle
    else before = middle
  }
  return after * second
}
