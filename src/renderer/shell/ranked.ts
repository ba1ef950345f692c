/** What fits the text, the best first: what is named so, what begins so, what has a word that begins so, and what has it anywhere. */
export function ranked<Item>(items: readonly Item[], nameOf: (item: Item) => string, text: string): readonly Item[] {
  if (text === '') return items
  const fitting: [Item[], Item[], Item[], Item[]] = [[], [], [], []]
  for (const item of items) {
    const rank = rankOf(nameOf(item).toLowerCase(), text)
    if (rank !== undefined) fitting[rank].push(item)
  }
  return fitting.flat()
}

function rankOf(name: string, text: string): 0 | 1 | 2 | 3 | undefined {
  if (name === text) return 0
  if (name.startsWith(text)) return 1
  if (name.includes(` ${text}`)) return 2
  return name.includes(text) ? 3 : undefined
}
