import { expect, test } from 'vitest'
import type { JournalEvent } from '../../shared/model/event.ts'
import type { Run } from '../../shared/model/run.ts'
import { putRuns } from './engine.ts'
import { afterEvents } from './events.ts'
import { askedNow } from './fresh.ts'
import { initialState, useStore } from './store.ts'

const run = (id: string, status: Run['status']): Run => ({ id, status }) as Run
const event = (seq: number, type: JournalEvent['type'], row: Run): JournalEvent =>
  ({ seq, type, jobId: null, taskId: null, runId: row.id, ...(type !== 'run.deleted' && { run: row }) }) as JournalEvent
const happen = (...events: readonly JournalEvent[]): void => useStore.setState((state) => afterEvents(state, events))
const statuses = (): readonly string[] => [...useStore.getState().runs.values()].map(({ status }) => status)

test('an answer that was overtaken by an event does not bring back what was', () => {
  useStore.setState(initialState, true)
  const asked = askedNow()
  happen(event(7, 'run.status', run('a', 'succeeded')), event(8, 'run.deleted', run('b', 'failed')))
  putRuns([run('a', 'starting'), run('b', 'failed'), run('c', 'running')], asked)
  expect(statuses()).toEqual(['succeeded', 'running'])

  putRuns([run('a', 'failed')], askedNow())
  expect(statuses()).toEqual(['failed', 'running'])
})
