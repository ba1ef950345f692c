import { toast } from 'sonner'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'

const noAnswer = 'The engine does not answer. Nothing was changed; try again in a moment.'

/** The value, or nothing after the person was told what went wrong and what to do. */
export async function told<Value>(call: Promise<Result<Value, Failure>>): Promise<Value | undefined> {
  const { value, problem } = await outcomeOf(call)
  if (problem !== undefined) toast.error(problem)
  return value
}

/** So many calls are under way at a time. */
const atOnce = 8

/** The same with each of these. What went wrong is told once for all of them; answers those with which it went well. */
export async function toldEach<Item>(
  items: readonly Item[],
  call: (item: Item) => Promise<Result<unknown, Failure>>,
): Promise<readonly Item[]> {
  const waiting = [...items.entries()]
  const problems = new Map<number, string>()
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { problem } = await outcomeOf(call(next[1]))
      if (problem !== undefined) problems.set(next[0], problem)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
  const [first] = problems.values()
  if (first !== undefined) toast.error(items.length === 1 ? first : `${problems.size} of ${items.length} were not changed: ${first}`)
  return items.filter((_item, index) => !problems.has(index))
}

async function outcomeOf<Value>(call: Promise<Result<Value, Failure>>): Promise<{ readonly value?: Value; readonly problem?: string }> {
  try {
    const result = await call
    return result.ok ? { value: result.value } : { problem: result.failure.message }
  } catch {
    return { problem: noAnswer }
  }
}
