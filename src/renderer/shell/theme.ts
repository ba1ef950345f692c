import { useEffect } from 'react'
import { usePrefs } from '../state/prefs.ts'
import { askDesktop } from '../wire/wire.ts'

/** Puts theme, contrast and density on the page, and follows the system's theme where that is asked for. */
export function useTheme(): void {
  const { theme, highContrast, density } = usePrefs()
  // The app’s own menus and dialogs, too.
  useEffect(() => void askDesktop('window.theme', { theme })?.catch(() => {}), [theme])
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const apply = (): void => {
      const dark = theme === 'dark' || (theme === 'system' && system.matches)
      Object.assign(document.documentElement.dataset, {
        theme: dark ? 'dark' : 'light',
        contrast: highContrast ? 'high' : 'usual',
        density,
      })
    }
    apply()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [theme, highContrast, density])
}
