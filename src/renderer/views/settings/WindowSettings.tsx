import { useState } from 'react'
import { usePrefs } from '../../state/prefs.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Field.tsx'
import { Line } from './SettingRow.tsx'
import css from './Settings.module.css'

/** How this window looks: kept by the window, not by the engine. */
export function WindowSettings() {
  const { theme, density, highContrast, set } = usePrefs()
  return (
    <>
      <Line title="Theme" about="Light, dark, or whatever the system shows." labels="window-theme">
        <Select
          id="window-theme"
          value={theme}
          onChange={(event) =>
            set({ theme: event.target.value === 'light' || event.target.value === 'dark' ? event.target.value : 'system' })
          }
        >
          <option value="system">As the system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </Select>
      </Line>
      <Line title="High contrast" about="Text and lines as dark, or as bright, as they can be." labels="window-contrast">
        <input
          id="window-contrast"
          type="checkbox"
          role="switch"
          className={css.switch}
          checked={highContrast}
          onChange={(event) => set({ highContrast: event.target.checked })}
        />
      </Line>
      <Line title="Rows" about="Two lines say more about each row, one line shows more rows." labels="window-rows">
        <Select
          id="window-rows"
          value={density}
          onChange={(event) => set({ density: event.target.value === 'compact' ? 'compact' : 'comfortable' })}
        >
          <option value="comfortable">Two lines</option>
          <option value="compact">Compact</option>
        </Select>
      </Line>
      <DesktopNotifications />
    </>
  )
}

/** The platform asks once; where it was refused, only its own settings change that. */
function DesktopNotifications() {
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'))
  const about =
    permission === 'denied'
      ? 'Not allowed here: what a task wants told is shown in the window.'
      : 'What a task wants told is shown on the desktop while the window is out of sight.'
  return (
    <Line title="Desktop notifications" about={about}>
      {permission === 'default' ? (
        <Button onClick={() => void Notification.requestPermission().then(setPermission)}>Allow</Button>
      ) : (
        <span className={css.usual}>{permission === 'granted' ? 'allowed' : 'not allowed'}</span>
      )}
    </Line>
  )
}
