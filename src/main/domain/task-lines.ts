const bullet = /^\s*(?:[-*+•]|\d{1,4}[.)])\s+(\S.*)$/

/** What a description asks for: each bulleted or numbered line is a task of its own; without any, all of it is one task. */
export function tasksIn(description: string): readonly string[] {
  const lines = description.split(/\r?\n/).flatMap((line) => bullet.exec(line)?.[1]?.trim() ?? [])
  return lines.length > 0 ? lines : [description.trim()]
}

/** A name for people: the beginning of a text, in one line, without the bullet of a list. */
export function titleOf(text: string, longest: number): string {
  const first = text.trim().split(/\r?\n/)[0]?.trim() ?? ''
  const line = bullet.exec(first)?.[1] ?? first
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}
