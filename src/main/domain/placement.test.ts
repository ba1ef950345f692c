import { expect, test } from 'vitest'
import type { AgentId } from '../../shared/model/ids.ts'
import { createPlaces, waitsForAgent, type Host } from './placement.ts'

const host = (agentId: string, load: number, capacity: number, more: Partial<Host> = {}): Host => ({
  agentId: agentId as AgentId,
  status: 'online',
  drained: false,
  load,
  capacity,
  capabilities: ['echo'],
  ...more,
})
const anybody = { agentId: null, workType: 'echo' }
const named = (agentId: string) => ({ ...anybody, agentId: agentId as AgentId })

test('who names nobody goes to the agent with the least to do for its size, and the next one counts that', () => {
  const places = createPlaces([host('big', 2, 8), host('small', 1, 2), host('idle', 0, 1)])
  const order = Array.from({ length: 9 }, () => {
    const found = places.find(anybody)
    if (found) places.take(found)
    return found
  })
  expect(order).toEqual(['idle', 'big', 'big', 'big', 'small', 'big', 'big', 'big', undefined])
  expect(places.free).toBe(false)
})

test('among equals the name decides, so that the same agents give the same order', () => {
  expect(createPlaces([host('b', 0, 2), host('a', 0, 2)]).find(anybody)).toBe('a')
})

test('nobody is given what it cannot do, has no room for, or is not there for', () => {
  const places = createPlaces([
    host('offline', 0, 9, { status: 'offline' }),
    host('drained', 0, 9, { drained: true }),
    host('full', 1, 1),
    host('unable', 0, 9, { capabilities: ['research'] }),
  ])
  expect(places.find(anybody)).toBeUndefined()
  for (const name of ['offline', 'drained', 'full', 'unable', 'unknown']) expect(places.find(named(name))).toBeUndefined()
})

test('who names an agent goes there, however much it has to do', () => {
  const places = createPlaces([host('idle', 0, 9), host('busy', 8, 9)])
  expect(places.find(named('busy'))).toBe('busy')
  places.take('busy' as AgentId)
  expect(places.find(named('busy'))).toBeUndefined()
})

test('a run says why the agent that it names does not take it', () => {
  const why = (at: Host | undefined) => waitsForAgent('x' as AgentId, at, anybody)
  expect(why(undefined)).toContain('never been heard of')
  expect(why(host('x', 0, 1, { capabilities: [] }))).toContain('cannot do work of type echo')
  expect(why(host('x', 0, 1, { status: 'offline' }))).toContain('offline')
  expect(why(host('x', 0, 1, { drained: true }))).toContain('drained')
  expect(why(host('x', 2, 2))).toContain('all 2 places')
  expect(why(host('x', 1, 2))).toBeUndefined()
})
