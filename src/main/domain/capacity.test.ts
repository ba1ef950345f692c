import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../shared/model/settings.ts'
import type { JobId, RunId } from '../../shared/model/ids.ts'
import { admit, inTurns, otherLane, slotKey, waitsFor, type Candidate, type Occupied, type Slot, type Turn } from './admission.ts'
import { averaged, estimatedWait, inWords, limitsOf, nextMidnight, promotionAt } from './capacity.ts'
import { chanceOf } from './chance.ts'
import { tasksIn, titleOf } from './task-lines.ts'

const settings = defaultSettings(4)

describe('tiers', () => {
  test.each([
    ['bootstrapper', { boost: 0, jobsPerDay: 5, perUser: 2, perProject: 2, batch: 2, hardCap: 6, firstEstimateS: 480 }],
    ['partner', { boost: 2, jobsPerDay: 50, perUser: 3, perProject: 3, batch: 3, hardCap: 9, firstEstimateS: 600 }],
    ['cto_scale', { boost: 5, jobsPerDay: 200, perUser: 10, perProject: 5, batch: 5, hardCap: 15, firstEstimateS: 900 }],
    [null, { boost: 0, jobsPerDay: null, perUser: 2, perProject: 2, batch: 2, hardCap: 6, firstEstimateS: 480 }],
  ] as const)('%s', (tier, limits) => expect(limitsOf(tier, settings)).toEqual(limits))
})

describe('waiting', () => {
  test('an estimate is the average times the place, shared by what goes on', () => {
    expect(estimatedWait({ averageS: 480, position: 1, running: 0 })).toEqual({
      estimateSeconds: 480,
      lowerBound: 336,
      upperBound: 624,
      message: '6 minutes-10 minutes',
      confidence: 'medium',
    })
    expect(estimatedWait({ averageS: 600, position: 10, running: 2 })).toMatchObject({
      estimateSeconds: 3000,
      lowerBound: 2100,
      upperBound: 3900,
      message: '35 minutes-1 hour',
      confidence: 'low',
    })
    expect(estimatedWait({ averageS: 60, position: 9, running: 9 }).confidence).toBe('medium')
  })
  test('times are said in words', () =>
    expect([1, 59, 60, 3599, 3600, 9000].map(inWords)).toEqual(['1 second', '59 seconds', '1 minute', '60 minutes', '1 hour', '3 hours']))
  test('the newest counts for three tenths', () => expect(averaged(100, 200)).toBe(130))
  test('a promotion comes within an hour after midnight, and at the same instant for the same id', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const at = promotionAt('2026-11-25T13:00:00.000Z', id)
        expect(at).toBe(promotionAt('2026-11-25T23:59:59.999Z', id))
        expect(at >= '2026-11-26T00:00:00.000Z' && at <= '2026-11-26T01:00:00.000Z').toBe(true)
        expect(chanceOf(id)).toBeLessThan(1)
      }),
    )
    expect(nextMidnight('2026-12-31T00:00:00.000Z')).toBe('2027-01-01T00:00:00.000Z')
  })
})

describe('admission over all limits', () => {
  const slot = (kind: Slot['kind'], key: string, limit: number): Slot => ({ kind, key, limit })
  const goal = (id: string, ...slots: Slot[]): Candidate => ({ id: id as RunId, jobId: id as JobId, workerCount: 1, folder: null, slots })
  const room: Occupied = { active: 0, maxParallel: 100, byJob: new Map(), folders: new Set(), slots: new Map() }

  test('a blocked goal blocks nobody behind it', () => {
    expect(admit([goal('1', slot('user', 'bob', 1)), goal('2', slot('user', 'bob', 1)), goal('3', slot('user', 'eve', 1))], room)).toEqual([
      '1',
      '3',
    ])
    expect(
      admit([goal('1', slot('user', 'bob', 2), slot('project', 'p', 1))], {
        ...room,
        slots: new Map([[slotKey({ kind: 'project', key: 'p' }), 1]]),
      }),
    ).toEqual([])
  })

  test('a blocked goal says which slot it waits for', () => {
    const taken = {
      ...room,
      slots: new Map([
        ['user bob', 2],
        ['project p', 1],
      ]),
      agentOnline: true,
    }
    expect(waitsFor(goal('1', slot('user', 'bob', 2)), taken)).toBe('a slot: 2 goal jobs of its user may go on at a time')
    expect(waitsFor(goal('1', slot('project', 'p', 1)), taken)).toBe('a slot: 1 goal job of the project p may go on at a time')
  })

  test('whatever waits, no limit is ever passed, and nothing is kept that could start', () => {
    const candidate = fc.record({
      user: fc.integer({ min: 0, max: 3 }),
      project: fc.integer({ min: 0, max: 2 }),
      job: fc.integer({ min: 0, max: 5 }),
      folder: fc.option(fc.constantFrom('/a', '/b')),
    })
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (asked, maxParallel) => {
        const waiting = asked.map(({ user, project, job, folder }, index): Candidate => ({
          id: String(index) as RunId,
          jobId: `job ${job}` as JobId,
          workerCount: 2,
          folder,
          slots: [slot('user', `u${user}`, 2), slot('project', `p${project}`, 3)],
        }))
        const admitted = new Set(admit(waiting, { ...room, maxParallel }))
        const chosen = waiting.filter(({ id }) => admitted.has(id))
        const count = (of: (one: Candidate) => boolean): number => chosen.filter(of).length
        expect(chosen.length).toBeLessThanOrEqual(maxParallel)
        for (let user = 0; user < 4; user++) expect(count((one) => one.slots?.[0]?.key === `u${user}`)).toBeLessThanOrEqual(2)
        for (let project = 0; project < 3; project++) expect(count((one) => one.slots?.[1]?.key === `p${project}`)).toBeLessThanOrEqual(3)
        for (let job = 0; job < 6; job++) expect(count((one) => one.jobId === `job ${job}`)).toBeLessThanOrEqual(2)
        for (const folder of ['/a', '/b']) expect(count((one) => one.folder === folder)).toBeLessThanOrEqual(1)
        const could = (one: Candidate): boolean =>
          !admitted.has(one.id) &&
          chosen.length < maxParallel &&
          count((other) => other.slots?.[0]?.key === one.slots?.[0]?.key) < 2 &&
          count((other) => other.slots?.[1]?.key === one.slots?.[1]?.key) < 3 &&
          count((other) => other.jobId === one.jobId) < 2 &&
          (one.folder === null || count((other) => other.folder === one.folder) === 0)
        expect(waiting.filter(could)).toEqual([])
      }),
    )
  })

  test('two lanes that both have somebody are served in turn, and one alone is served through', () => {
    const served = (goals: string[], runs: string[]): string[] => {
      const turn: Turn = { lane: 'goals' }
      const order: string[] = []
      for (const one of inTurns(goals, runs, turn)) {
        order.push(one)
        turn.lane = otherLane(turn.lane)
      }
      return order
    }
    expect(served(['g1', 'g2', 'g3'], ['r1', 'r2'])).toEqual(['g1', 'r1', 'g2', 'r2', 'g3'])
    expect(served([], ['r1', 'r2'])).toEqual(['r1', 'r2'])
    expect(served(['g1', 'g2'], [])).toEqual(['g1', 'g2'])
  })
})

describe('a description', () => {
  test.each([
    ['- a\n* b\n+ c\n• d', ['a', 'b', 'c', 'd']],
    ['Do this:\n1. one\n2) two\n\nthanks', ['one', 'two']],
    ['just this', ['just this']],
    ['-not a bullet', ['-not a bullet']],
  ])('%j', (text, tasks) => expect(tasksIn(text)).toEqual(tasks))
  test('a name is its first line, cut short', () => expect([titleOf('  abc\ndef', 10), titleOf('abcdefghij', 5)]).toEqual(['abc', 'abcd…']))
})
