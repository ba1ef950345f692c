import { spawn } from 'node:child_process'
import { homedir, userInfo } from 'node:os'

/** What a run's processes get of the agent's own environment: what belongs to the user, and nothing of Yardmaster's. */
const passedOn = new Set([
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TMPDIR',
  'TZ',
  'SSH_AUTH_SOCK',
  'SSH_AGENT_PID',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
  'XDG_STATE_HOME',
  'XDG_SESSION_TYPE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'TEMP',
  'TMP',
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'COMPUTERNAME',
  'OS',
])

/** By this a process of a run is known, wherever it went. */
export const runMarker = 'YARDMASTER_RUN_ID'

type Environment = Readonly<Record<string, string>>

/** A clean environment for processes, with the PATH that the user's login shell has. */
export async function cleanEnvironment(): Promise<Environment> {
  const { username, shell } = userInfo()
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && isPassedOn(entry[0]))
  const clean = { HOME: homedir(), USER: username, LOGNAME: username, SHELL: shell || '/bin/sh', ...Object.fromEntries(own) }
  const path = process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'
  return { ...clean, PATH: process.platform === 'win32' ? path : await loginPath(clean.SHELL, { ...clean, PATH: path }) }
}

const isPassedOn = (name: string): boolean => passedOn.has(name.toUpperCase()) || name.startsWith('LC_')

const marker = '--yardmaster-path--'
const askedForMs = 5_000
/** How long what a profile started has to end politely. */
const endsWithinMs = 2_000

/**
 * An app that was started from a desktop has a short PATH; people expect the one of their terminal.
 *
 * It is not waited for the shell's end: what a profile starts in the background may hold its output open for ever.
 */
function loginPath(shell: string, environment: Environment): Promise<string> {
  return new Promise((resolve) => {
    const asked = spawn(shell, ['-lc', `printf '%s%s%s' '${marker}' "$PATH" '${marker}'`], {
      env: environment,
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    // Whoever ends meanwhile, as a second agent of a folder does at once, leaves no shell behind that may go on for ever.
    const leave = (): void => signalGroup(asked.pid, 'SIGTERM')
    process.once('exit', leave)
    const answer = (path: string | undefined): void => {
      clearTimeout(timer)
      process.off('exit', leave)
      endGroup(asked.pid)
      asked.stdout.destroy()
      resolve(path?.trim() || environment['PATH'] || '')
    }
    const timer = setTimeout(() => answer(undefined), askedForMs)
    let said = ''
    asked.once('error', () => answer(undefined)).once('close', () => answer(undefined))
    asked.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [, path, rest] = said.split(marker)
      if (rest !== undefined) answer(path)
    })
  })
}

/** Politely first: a profile may hold a lock, as pyenv's does, that a killed shell would leave behind for every later one. */
function endGroup(pid: number | undefined): void {
  signalGroup(pid, 'SIGTERM')
  setTimeout(() => signalGroup(pid, 'SIGKILL'), endsWithinMs).unref()
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, signal)
  } catch {
    // It has gone by itself, as most do.
  }
}
