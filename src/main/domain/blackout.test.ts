import { expect, test } from 'vitest'
import type { Blackout } from '../../shared/model/blackout.ts'
import { blackoutAt } from './blackout.ts'
import { createZones } from './zone.ts'

const zones = createZones()
const isDark = (blackout: Blackout, instant: string): boolean => blackoutAt([blackout], instant, { zones, localZone: 'UTC' }) !== undefined

test('a blackout begins with its first minute and ends before its last', () => {
  const lunch: Blackout = { from: '12:00', to: '13:00' }
  expect(['11:59:59.999', '12:00:00.000', '12:59:59.999', '13:00:00.000'].map((time) => isDark(lunch, `2026-11-24T${time}Z`))).toEqual([
    false,
    true,
    true,
    false,
  ])
})

test('one that ends before it begins lasts over midnight, and belongs to the day on which it began', () => {
  const fridayNight: Blackout = { from: '22:00', to: '06:00', days: [5] }
  const friday = '2026-11-27'
  expect(
    [`${friday}T05:00`, `${friday}T22:00`, '2026-11-28T05:59', '2026-11-28T06:00', '2026-11-28T23:00'].map((time) =>
      isDark(fridayNight, `${time}:00.000Z`),
    ),
  ).toEqual([false, true, true, false, false])
})

test('it follows the clock of its zone, also when that changes', () => {
  const night: Blackout = { from: '00:00', to: '06:00', timezone: 'Europe/Amsterdam' }
  expect(isDark(night, '2026-10-24T04:30:00.000Z')).toBe(false)
  expect(isDark(night, '2026-10-25T04:30:00.000Z')).toBe(true)
})
