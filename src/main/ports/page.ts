export interface Page {
  readonly limit: number
  readonly offset: number
}

export interface Found<Item> {
  readonly items: readonly Item[]
  readonly total: number
}
