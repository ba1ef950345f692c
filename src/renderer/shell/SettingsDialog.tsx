import { useState } from 'react'
import { told } from '../actions/tell.ts'
import { useClient } from '../state/client.ts'
import { usePrefs, type Theme } from '../state/prefs.ts'
import { useStore } from '../state/store.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Field, Input, Select } from '../ui/Field.tsx'
import css from './Forms.module.css'

/** The platform asks once; where it was refused, only its own settings change that. */
function DesktopNotifications() {
  const [permission, setPermission] = useState(() => 'Notification' in window ? Notification.permission : 'denied')
  if (permission === 'granted') return null
  if (permission === 'denied') return <p className={css.quiet}>Desktop notifications are not allowed here: what a task wants told is shown in the window.</p>
  return <div><Button onClick={() => void Notification.requestPermission().then(setPermission)}>Allow desktop notifications</Button></div>
}

export function SettingsDialog() {
  const client = useClient()
  const settings = useStore((state) => state.settings)
  const { theme, density, highContrast, set } = usePrefs()
  const [most, setMost] = useState(String(settings['runs.max_parallel']?.value ?? ''))
  const [agent, setAgent] = useState(String(settings['coding_agent.command']?.value ?? ''))
  const [share, setShare] = useState(settings['runs.share_folder']?.value === true)
  const [perDay, setPerDay] = useState(String(settings['spend.per_day_usd']?.value ?? ''))
  const [grace, setGrace] = useState(String(Number(settings['runs.kill_grace_ms']?.value ?? 0) / 1_000))
  const close = (): void => useStore.setState({ dialog: null })
  const save = async (): Promise<void> => {
    if (await told(client.settings.update({ 'runs.max_parallel': Number(most), 'runs.kill_grace_ms': Math.round(Number(grace) * 1_000), 'coding_agent.command': agent, 'runs.share_folder': share, 'spend.per_day_usd': perDay.trim() === '' ? null : Number(perDay) }))) close()
  }
  return (
    <Dialog title="Settings" onClose={close} footer={<><Button onClick={close}>Cancel</Button><Button tone="primary" onClick={() => void save()}>Save</Button></>}>
      <div className={css.form}>
        <Field label="Runs at once" help={`On this machine, over all jobs. Usually ${String(settings['runs.max_parallel']?.default ?? '')}.`}>{(ids) => <Input {...ids} type="number" min={1} value={most} onChange={(event) => setMost(event.target.value)} />}</Field>
        <Field label="Grace when stopping, seconds" help="How long a stopped process may take to end by itself before it is killed.">{(ids) => <Input {...ids} type="number" min={0} value={grace} onChange={(event) => setGrace(event.target.value)} />}</Field>
        <div className={css.pair}>
          <Field label="Coding agent" help="Its program, by name or absolute.">{(ids) => <Input {...ids} mono value={agent} onChange={(event) => setAgent(event.target.value)} />}</Field>
          <Field label="Dollars a day, at most" help="For all coding agents; empty for no limit.">{(ids) => <Input {...ids} type="number" min={0} step="any" value={perDay} onChange={(event) => setPerDay(event.target.value)} />}</Field>
        </div>
        <label><input type="checkbox" checked={share} onChange={(event) => setShare(event.target.checked)} /> Runs may share a folder</label>
        <div className={css.pair}>
          <Field label="Theme">{(ids) => <Select {...ids} value={theme} onChange={(event) => set({ theme: event.target.value as Theme })}><option value="system">As the system</option><option value="light">Light</option><option value="dark">Dark</option></Select>}</Field>
          <Field label="Rows">{(ids) => <Select {...ids} value={density} onChange={(event) => set({ density: event.target.value === 'compact' ? 'compact' : 'comfortable' })}><option value="comfortable">Two lines</option><option value="compact">Compact</option></Select>}</Field>
        </div>
        <DesktopNotifications />
        <label><input type="checkbox" checked={highContrast} onChange={(event) => set({ highContrast: event.target.checked })} /> High contrast</label>
      </div>
    </Dialog>
  )
}
