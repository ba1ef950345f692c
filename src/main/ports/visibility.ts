/** Whose rows are whose. */
export interface Visibility {
  /** Whether rows of this entity have owners. */
  knows(entity: string): boolean
  /** Whether the row is there, for this user; for the machine’s owner (undefined) every row is. */
  sees(owner: string | undefined, entity: string, id: string): boolean
  /** The row that this user sees whose id ends like this. Reads every row: for few questions. */
  endingWith(owner: string | undefined, entity: 'job' | 'task', end: string): { readonly id: string; readonly name: string } | undefined
}
