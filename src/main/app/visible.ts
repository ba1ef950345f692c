import type { Caller } from './service.ts'

/** Whose rows a caller sees: a user their own, the machine’s owner (undefined) every one. */
export const ownerSeenBy = ({ user }: Caller): string | undefined => (user.local ? undefined : user.id)

/** The same as part of a filter of a list. */
export const visibleTo = (caller: Caller): { readonly owner?: string } => (caller.user.local ? {} : { owner: caller.user.id })
