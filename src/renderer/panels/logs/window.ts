import type { LogLine } from '../../../shared/model/log.ts'

export const pageSize = 500
/** Pages that are held before the one looked at longest ago is let go. */
const mostPages = 80

/** The lines of a long log that are held: whole pages, of which those looked at last stay. */
export interface LogWindow {
  /** The highest number of a line that was put. */
  readonly last: number
  line(seq: number): LogLine | undefined
  put(lines: readonly LogLine[]): void
  /** Marks what is on the screen as looked at, and answers the pages of it that are not complete. */
  look(first: number, last: number, total: number): readonly number[]
}

export const firstOf = (page: number): number => page * pageSize + 1
const pageOf = (seq: number): number => Math.floor((seq - 1) / pageSize)

interface Page {
  readonly lines: (LogLine | undefined)[]
  count: number
}

export function createLogWindow(most = mostPages): LogWindow {
  // A map remembers the order of its keys: the page that was touched last stands at the end.
  const pages = new Map<number, Page>()
  let last = 0

  function touch(number: number): Page {
    const page = pages.get(number) ?? { lines: [], count: 0 }
    pages.delete(number)
    pages.set(number, page)
    return page
  }
  function letGo(): void {
    for (const number of pages.keys()) {
      if (pages.size <= most) return
      pages.delete(number)
    }
  }
  function putLine(page: Page, line: LogLine): void {
    const place = (line.seq - 1) % pageSize
    if (page.lines[place] === undefined) page.count += 1
    page.lines[place] = line
    if (line.seq > last) last = line.seq
  }
  return {
    get last() {
      return last
    },
    line: (seq) => pages.get(pageOf(seq))?.lines[(seq - 1) % pageSize],
    put(lines) {
      const touched = new Map<number, Page>()
      for (const line of lines) {
        const number = pageOf(line.seq)
        const page = touched.get(number) ?? touch(number)
        touched.set(number, page)
        putLine(page, line)
      }
      letGo()
    },
    look(from, to, total) {
      const missing: number[] = []
      for (let number = pageOf(Math.max(1, from)); number <= pageOf(Math.max(1, to)); number++) {
        if (pages.has(number)) touch(number)
        if ((pages.get(number)?.count ?? 0) < Math.min(pageSize, total - number * pageSize)) missing.push(number)
      }
      return missing
    },
  }
}
