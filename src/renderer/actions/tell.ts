import { toast } from 'sonner'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'

/** The value, or nothing after the person was told what went wrong and what to do. */
export async function told<Value>(call: Promise<Result<Value, Failure>>): Promise<Value | undefined> {
  try {
    const result = await call
    if (result.ok) return result.value
    toast.error(result.failure.message)
  } catch {
    toast.error('The engine does not answer. Nothing was changed; try again in a moment.')
  }
  return undefined
}
