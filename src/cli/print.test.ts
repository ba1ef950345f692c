import { expect, test } from 'vitest'
import { z } from 'zod'
import { operations } from '../shared/contract/index.ts'
import { columns, lists as lines } from './print.ts'

/** The lists among the answers: `{jobs: [...], total, limit, offset}`. */
const lists = [...operations].flatMap(([name, { output }]) => {
  if (!(output instanceof z.ZodObject) || !('total' in output.shape)) return []
  return Object.entries(output.shape)
    .filter(([, schema]) => schema instanceof z.ZodArray)
    .map(([list]) => [name, list] as const)
})

test.each(lists)('%s is shown: its %s have columns, or a line each', (_name, list) => expect(columns[list] ?? lines[list]).toBeDefined())
