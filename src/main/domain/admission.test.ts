import { expect, test } from 'vitest'
import type { JobId, RunId } from '../../shared/model/ids.ts'
import { admit, waitsFor } from './admission.ts'

const a = 'a' as JobId
const b = 'b' as JobId
const run = (id: string, jobId: JobId | null = null, workerCount = 1) => ({
  id: id as RunId,
  jobId,
  workerCount: jobId && workerCount,
  folder: null,
})
const inFolder = (id: string, folder: string) => ({ ...run(id), folder })
const room = (maxParallel: number, active = 0, byJob: [JobId, number][] = []) => ({
  active,
  maxParallel,
  byJob: new Map(byJob),
  folders: new Set<string>(),
})

test('as many start as there is room for, in their order', () => {
  expect(admit([run('1'), run('2'), run('3')], room(2))).toEqual(['1', '2'])
  expect(admit([run('1')], room(2, 2))).toEqual([])
})

test('a job never runs more than its worker count, and blocks nobody behind it', () => {
  expect(admit([run('1', a), run('2', a), run('3', b), run('4')], room(10))).toEqual(['1', '3', '4'])
  expect(admit([run('1', a, 2), run('2', a, 2), run('3', a, 2)], room(10))).toEqual(['1', '2'])
  expect(admit([run('1', a), run('2')], room(10, 1, [[a, 1]]))).toEqual(['2'])
})

test('two runs never work in one folder, unless folders are shared', () => {
  const waiting = [inFolder('1', '/a'), inFolder('2', '/a'), inFolder('3', '/b'), inFolder('4', '/busy'), run('5')]
  expect(admit(waiting, { ...room(9), folders: new Set(['/busy']) })).toEqual(['1', '3', '5'])
  expect(admit(waiting, { ...room(9), folders: null })).toEqual(['1', '2', '3', '4', '5'])
  expect(waitsFor(inFolder('4', '/busy'), { ...room(9), folders: new Set(['/busy']), agentOnline: true })).toContain('/busy')
})

test('the queue is read no further than there is room', () => {
  const read: string[] = []
  const endless = function* () {
    for (let n = 1; ; n++) {
      read.push(String(n))
      yield run(String(n))
    }
  }
  expect(admit(endless(), room(3))).toHaveLength(3)
  expect(read).toHaveLength(3)
})

test('a waiting run says what it waits for', () => {
  expect(waitsFor(run('1'), { ...room(2), agentOnline: false })).toContain('agent')
  expect(waitsFor(run('1', a, 1), { ...room(2, 1, [[a, 1]]), agentOnline: true })).toContain('its job')
  expect(waitsFor(run('1'), { ...room(2, 2), agentOnline: true })).toContain('2 of 2')
  expect(waitsFor(run('1'), { ...room(2), agentOnline: true })).toBe('its turn')
})

test('of a depth no more workers start than its quota, and a blocked run blocks nobody behind it', () => {
  const at = (id: string, jobId: JobId, depth: number | null) => ({ ...run(id, jobId, 9), depth })
  const full = { ...room(9), depths: () => ({ quotas: [2, 1], workers: [{ jobId: b, depth: 1, granted: 1, working: 0 }] }) }
  expect(admit([at('1', a, 0), at('2', a, 0), at('3', a, 0), at('4', a, 1), at('5', b, 1), at('6', b, 1), at('7', a, null)], full)).toEqual(
    ['1', '2', '5', '7'],
  )
  expect(waitsFor(at('4', a, 1), { ...full, agentOnline: true })).toBe('a worker of depth 1: its quota is used up (resources.quotas)')
  expect(waitsFor(at('5', b, 1), { ...full, agentOnline: true })).toBe('its turn')
})

test('what counts against no depth never asks how full they are', () => {
  const asked = () => {
    throw new Error('asked')
  }
  expect(admit([run('1', a), run('2')], { ...room(9), depths: asked })).toEqual(['1', '2'])
})

test('what waits for an agent, a slot, several tasks of its job, or nothing that is known, says so', () => {
  const occupied = {
    ...room(2),
    agentOnline: true,
    slots: new Map([
      ['user bob', 1],
      ['project site', 2],
    ]),
  }
  const slots = (kind: 'user' | 'project', key: string, limit: number) => ({ ...run('1'), slots: [{ kind, key, limit }] })
  expect(waitsFor({ ...run('1'), handed: true, agentType: 'infra' }, occupied)).toBe(
    'an agent of type infra, to take it from the broker’s queue',
  )
  expect(waitsFor({ ...run('1'), handed: true }, occupied)).toContain('type any')
  expect(waitsFor(slots('user', 'bob', 1), occupied)).toBe('a slot: 1 goal job of its user may go on at a time')
  expect(waitsFor(slots('project', 'site', 2), occupied)).toBe('a slot: 2 goal jobs of the project site may go on at a time')
  expect(waitsFor(slots('user', 'eve', 1), occupied)).toBe('its turn')
  expect(waitsFor(slots('user', 'eve', 1), { ...room(2), agentOnline: true })).toBe('its turn')
  expect(waitsFor({ ...run('1', a, 2), workerCount: 2 }, { ...room(9, 2, [[a, 2]]), agentOnline: true })).toBe(
    'its job, which runs 2 tasks at a time',
  )
  expect(waitsFor({ ...run('1', a), workerCount: null }, { ...room(9, 1, [[a, 1]]), agentOnline: true })).toContain('one task')
  expect(waitsFor({ ...inFolder('1', '/a') }, { ...room(9), folders: null, agentOnline: true })).toBe('its turn')
})

test('a job that names no worker count runs one task at a time', () => {
  expect(
    admit(
      [
        { ...run('1', a), workerCount: null },
        { ...run('2', a), workerCount: null },
      ],
      room(9),
    ),
  ).toEqual(['1'])
})
