/** A number from 0 up to 1 that the same text always gives (FNV-1a): chance that is the same whenever it is asked for. */
export function chanceOf(text: string): number {
  let hash = 0x811c9dc5
  for (const sign of text) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193) >>> 0
  return hash / 0x1_0000_0000
}
