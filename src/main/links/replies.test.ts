import { ConsumerStatus } from 'rabbitmq-client'
import { expect, test } from 'vitest'
import { createReplies } from './replies.ts'

const reply = (messageId: string) => ({
  body: JSON.stringify({
    protocol_version: '1.0',
    message_id: messageId,
    from_agent: 'far',
    timestamp: '2026-11-25T20:00:00.000Z',
    type: 'work_status',
    payload: {},
  }),
})

test('replies that come together are recorded together, and one that cannot be keeps none of the others from it', async () => {
  const heard: string[][] = []
  const read = createReplies(
    (envelopes) => {
      const ids = envelopes.map(({ messageId }) => messageId)
      heard.push(ids)
      if (ids.includes('bad')) throw new Error('the disk is full')
      return ids.map((id) => id !== 'odd')
    },
    { error() {} },
  )
  const decided = ['one', 'bad', 'odd', 'two'].map((id) => read(reply(id)))
  expect(await read({ body: 'no envelope' })).toBe(ConsumerStatus.DROP)
  const { ACK, DROP, REQUEUE } = ConsumerStatus
  expect(await Promise.all(decided)).toEqual([ACK, REQUEUE, DROP, ACK])
  expect(heard).toEqual([['one', 'bad', 'odd', 'two'], ['one'], ['bad'], ['odd'], ['two']])
})
