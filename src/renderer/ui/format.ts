const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** 340 ms, 4.2 s, 3 min 12 s, 2 h 5 min, 3 d 4 h */
export function duration(ms: number): string {
  if (ms < second) return `${Math.round(ms)} ms`
  if (ms < 10 * second) return `${(ms / second).toFixed(1)} s`
  if (ms < minute) return `${Math.round(ms / second)} s`
  if (ms < hour) return joined(ms, minute, 'min', second, 's')
  return ms < day ? joined(ms, hour, 'h', minute, 'min') : joined(ms, day, 'd', hour, 'h')
}

function joined(ms: number, big: number, bigName: string, small: number, smallName: string): string {
  const rest = Math.floor((ms % big) / small)
  return `${Math.floor(ms / big)} ${bigName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`
}

/** just now, 4 min ago, 3 h ago, yesterday, 12 Mar */
export function ago(instant: string, now: number): string {
  const ms = now - Date.parse(instant)
  if (ms < 10 * second) return 'just now'
  if (ms < minute) return `${Math.floor(ms / second)} s ago`
  if (ms < hour) return `${Math.floor(ms / minute)} min ago`
  if (ms < day) return `${Math.floor(ms / hour)} h ago`
  if (ms < 2 * day) return 'yesterday'
  return new Date(instant).toLocaleDateString(undefined, { day: 'numeric', month: 'short', ...(ms > 300 * day && { year: 'numeric' }) })
}

/** now, in 40 s, in 4 min, in 3 h, in 2 d */
export function inTime(instant: string, now: number): string {
  const ms = Date.parse(instant) - now
  if (ms < second) return 'now'
  if (ms < minute) return `in ${Math.floor(ms / second)} s`
  if (ms < hour) return `in ${Math.floor(ms / minute)} min`
  return ms < 2 * day ? `in ${Math.floor(ms / hour)} h` : `in ${Math.floor(ms / day)} d`
}

export function bytes(count: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3))
  const value = count / 1_000 ** power
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[power] ?? ''}`
}

/** $1,350.45; cents of cents where it is less than a dollar, as agents say it. */
export function dollars(usd: number): string {
  const digits = usd > 0 && usd < 1 ? 4 : 2
  return `$${usd.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** Keeps both ends of a path: /home/…/project/src */
export const shortPath = (path: string, most = 34): string =>
  path.length <= most ? path : `${path.slice(0, Math.floor(most / 3))}…${path.slice(path.length - Math.ceil((most * 2) / 3) + 1)}`
