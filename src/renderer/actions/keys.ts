import type { Action } from './define.ts'

const isMac = /mac/i.test(navigator.platform)

/** Whether this key press is the action's shortcut. */
export function fits(event: KeyboardEvent, shortcut: string): boolean {
  const parts = shortcut.split('+')
  const key = parts.at(-1) ?? ''
  const wants = (name: string): boolean => parts.includes(name)
  const mod = isMac ? event.metaKey : event.ctrlKey
  const sameKey = key.length === 1 ? event.key.toLowerCase() === key.toLowerCase() : event.key === key
  // A sign like ? needs Shift on some keyboards and not on others.
  const shift = key.length === 1 && !/[a-z0-9]/i.test(key) ? true : event.shiftKey === wants('Shift')
  return sameKey && mod === wants('Mod') && event.altKey === wants('Alt') && shift
}

/** As people know it: ⌘⇧N on a Mac, Ctrl+Shift+N elsewhere. */
export function shortcutText(shortcut: string): string {
  const signs: Record<string, string> = isMac ? { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩' } : { Mod: 'Ctrl' }
  const parts = shortcut.split('+').map((part) => signs[part] ?? part.replace('Arrow', ''))
  return parts.join(isMac ? '' : '+')
}

/** A shortcut without Ctrl or Cmd is text where somebody is writing. */
export const isTextIn = (target: EventTarget | null, action: Action): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  (action.keysOfText === true || (!action.shortcut?.includes('Mod') && !/F\d/.test(action.shortcut ?? '')))
