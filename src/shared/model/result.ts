/** What may go wrong is a value with a name; surprises throw and are caught once, at the door. */
export type Result<Value, Failure> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure }

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value })

export const fail = <Failure>(failure: Failure): { readonly ok: false; readonly failure: Failure } => ({ ok: false, failure })

/** For the end of a switch over a union: a case that somebody forgets does not compile. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`)
}
