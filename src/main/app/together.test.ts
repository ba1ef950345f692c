import { expect, test } from 'vitest'
import { openDeps } from './engine.fixture.ts'
import { createTogether } from './together.ts'

test('what comes together is committed once; what throws takes back its own, and no other', async () => {
  using engine = openDeps()
  const { store } = engine.deps
  const commits: string[] = []
  const together = createTogether({
    ...store,
    transaction: (work) => {
      commits.push('one')
      return store.transaction(work)
    },
  })
  const write = (places: number, more: () => void = () => {}) =>
    together(() => {
      store.writeSetting('runs.max_parallel', places)
      more()
      return places
    })
  const fail = (): never => {
    throw new Error('no')
  }
  const outcomes = await Promise.allSettled([write(3), write(5, fail), together(() => store.readSettings()['runs.max_parallel'])])
  expect(outcomes).toMatchObject([
    { status: 'fulfilled', value: 3 },
    { status: 'rejected', reason: new Error('no') },
    { status: 'fulfilled', value: 3 },
  ])
  expect(commits).toEqual(['one'])
})

test('where the disk fails, nothing of what came together is there', async () => {
  using engine = openDeps()
  const { store } = engine.deps
  const full = new Error('the disk is full')
  const together = createTogether({ ...store, isStorageFailure: (error) => error === full })
  const outcomes = await Promise.allSettled([
    together(() => store.writeSetting('runs.max_parallel', 7)),
    together(() => {
      throw full
    }),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(store.readSettings()['runs.max_parallel']).toBe(undefined)
})
