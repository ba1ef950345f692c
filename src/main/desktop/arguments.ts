/** What follows a flag on the command line: `--home=/x` and `--home /x` alike. */
export function argumentOf(words: readonly string[], flag: string): string | undefined {
  const joined = words.find((word) => word.startsWith(`${flag}=`))
  if (joined !== undefined) return joined.slice(flag.length + 1)
  return words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined
}

const highestPort = 65_535

/** The port that was asked for; undefined for the usual one. */
export function portOf(words: readonly string[]): number | undefined {
  const text = argumentOf(words, '--port')
  if (text === undefined) return undefined
  const port = Number(text)
  if (text.trim() === '' || !Number.isInteger(port) || port < 0 || port > highestPort)
    throw new TypeError(`--port takes a number from 0 to ${highestPort}, not “${text}”`)
  return port
}
