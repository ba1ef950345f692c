import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piecemeal } from '../../shared/machine/piecemeal.ts'
import { listIn } from './json-list.ts'

const read = (text: string): Promise<unknown[]> => piecemeal(listIn(Buffer.from(text)))

test('a list is read as JSON.parse reads it, however it is written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 2, '\t'), async (list, indent) => {
      const text = JSON.stringify(list, undefined, indent)
      expect(await read(`\n${text} `)).toEqual(JSON.parse(text))
    }),
  )
})

test('what JSON.parse refuses is refused', async () => {
  const broken = fc.string({ unit: fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', '1', ' ') })
  await fc.assert(
    fc.asyncProperty(broken, async (text) => {
      const whole = await Promise.resolve(`[${text}`)
        .then(JSON.parse)
        .catch(() => 'refused')
      expect(await read(`[${text}`).catch(() => 'refused')).toEqual(whole)
    }),
    { numRuns: 2_000 },
  )
})
