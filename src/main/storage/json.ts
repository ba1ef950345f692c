/** A JSON column. The database holds only what was parsed on its way in, so it is read, not checked again. */
export const json = (column: unknown): unknown => (column === null ? null : JSON.parse(String(column)))
