/** By these two lines, which are no messages, an engine finds out whether an agent that says nothing is still there. */
export const pingLine = '{"type":"ping"}'
export const pongLine = '{"type":"pong"}'

/** Cuts what arrives into lines, and hands each on without its newline. */
export function createLineSplitter(onLine: (line: string) => void): (chunk: string) => void {
  let rest = ''
  return (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line !== '') onLine(line)
  }
}
