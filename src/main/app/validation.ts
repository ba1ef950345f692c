import type { ZodError } from 'zod'
import type { Failure, FieldProblem } from '../../shared/model/failure.ts'

/** Every field that a schema refuses, with its path. */
export function validationOf(error: ZodError): Failure {
  const problems = error.issues.flatMap((issue): FieldProblem[] => {
    const path = issue.path.map(String).join('.')
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
    return issue.keys.map((key) => ({ path: path ? `${path}.${key}` : key, message: 'is not known here' }))
  })
  return {
    kind: 'validation',
    message: problems
      .map(({ path, message }) => (path ? `${path}: ${message}` : message))
      .join('; ')
      .slice(0, 2_000),
    problems,
  }
}
