import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { runMarker } from './environment.ts'

/** A process of a tree: zombies are none, they only wait to be buried. */
export interface TreeProcess {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  readonly stopped: boolean
}

export interface Tree {
  /** The first process; its group and session have the same number. */
  readonly pid: number
  /** The run it belongs to: processes that left group and session are known by their environment. */
  readonly runId: string
}

/** Everything that belongs to the tree: by group, session, descent, and by the run's mark in the environment. */
export async function membersOf(tree: Tree): Promise<readonly TreeProcess[]> {
  const all = await processes()
  const members = new Map(
    all.filter((one) => one.pid === tree.pid || one.group === tree.pid || one.session === tree.pid).map((one) => [one.pid, one]),
  )
  for (const one of all) if (!members.has(one.pid) && isMarked(one.pid, tree.runId)) members.set(one.pid, one)
  for (let grown = true; grown;) {
    grown = false
    for (const one of all) {
      if (members.has(one.pid) || !members.has(one.parent)) continue
      members.set(one.pid, one)
      grown = true
    }
  }
  members.delete(process.pid)
  return [...members.values()]
}

/** In less time the system cannot have given out all process numbers and begun again. */
const pidsInOrderForMs = 10_000

/**
 * Whether anything may have outlived the first process. Asked at the end of every run, so it looks at as little as it
 * can: the group, and of the others those that were born after the first.
 */
export async function mayHaveLeftBehind(tree: Tree, ageMs: number): Promise<boolean> {
  if (!groupIsEmpty(tree.pid)) return true
  if (ageMs > pidsInOrderForMs) return (await membersOf(tree)).length > 0
  const newest = newestPid()
  if (newest === undefined || newest === tree.pid) return false
  const isYounger = (pid: number): boolean => (newest > tree.pid ? pid > tree.pid && pid <= newest : pid > tree.pid || pid <= newest)
  return readdirSync('/proc').some((name) => isYounger(Number(name)) && isMarked(Number(name), tree.runId))
}

function groupIsEmpty(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return false
  } catch {
    return true
  }
}

/** The last process number that was given out; only Linux tells. */
function newestPid(): number | undefined {
  const load = readNow('/proc/loadavg')
  return load === '' ? undefined : Number(load.trim().split(' ').at(-1))
}

/** For the files of /proc, which are no files: they are read faster than another thread could be asked. */
export function readNow(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

const lookEveryMs = 40
const killForMs = 10_000

/**
 * Ends the whole tree: politely, and after `graceMs` for good. Resolves when none of it is left, with how it was done, or
 * with `left` where some process cannot be killed (it hangs in the kernel).
 */
export async function endTree(tree: Tree, graceMs: number): Promise<'gone' | 'killed' | 'left'> {
  if (process.platform === 'win32') return endTreeOnWindows(tree.pid, graceMs)
  await signalTree(tree, 'SIGTERM')
  // A process that stands still hears the signal only once it goes on.
  await signalTree(tree, 'SIGCONT')
  if (await emptiesWithin(tree, graceMs, () => Promise.resolve())) return 'gone'
  return (await emptiesWithin(tree, killForMs, () => signalTree(tree, 'SIGKILL'))) ? 'killed' : 'left'
}

/** Windows has no polite signal for what has no window: the tool asks, and after the grace time it ends the tree. */
async function endTreeOnWindows(pid: number, graceMs: number): Promise<'gone' | 'killed' | 'left'> {
  if (pid <= 0) return 'gone'
  await taskkill(['/PID', String(pid), '/T'])
  for (const until = Date.now() + graceMs; Date.now() < until; await sleep(lookEveryMs)) if (!isThere(pid)) return 'gone'
  await taskkill(['/PID', String(pid), '/T', '/F'])
  return isThere(pid) ? 'left' : 'killed'
}

/** It fails where the process has gone meanwhile, which is what was wanted. */
const taskkill = (args: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    execFile('taskkill', [...args], { windowsHide: true }, () => resolve())
  })

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function emptiesWithin(tree: Tree, ms: number, each: () => Promise<void>): Promise<boolean> {
  for (const until = Date.now() + ms; ;) {
    await each()
    if ((await membersOf(tree)).length === 0) return true
    if (Date.now() >= until) return false
    await sleep(Math.min(lookEveryMs, Math.max(1, until - Date.now())))
  }
}

/** Makes the whole tree stand still, those too that were born meanwhile. False where that could not be reached: then it goes on. */
export async function pauseTree(tree: Tree): Promise<boolean> {
  // Windows has no way to make a process stand still.
  if (process.platform === 'win32') return false
  for (let round = 0; round < 20; round++) {
    await signalTree(tree, 'SIGSTOP')
    const members = await membersOf(tree)
    if (members.length === 0) return false
    if (members.every((one) => one.stopped)) return true
    await sleep(10)
  }
  await resumeTree(tree)
  return false
}

export const resumeTree = (tree: Tree): Promise<void> => signalTree(tree, 'SIGCONT')

async function signalTree(tree: Tree, signal: NodeJS.Signals): Promise<void> {
  for (const { pid } of await membersOf(tree)) signalOne(pid, signal)
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has gone meanwhile, which is what was wanted.
  }
}

/** When the process began, in the system's own count: with its number it names one process for good. Null when it is gone. */
export function startTimeOf(pid: number): string | null {
  const stat = readNow(`/proc/${pid}/stat`)
  return stat === '' ? null : (fieldsOf(stat)[19] ?? null)
}

/** Whether it has died and only waits for its parent to notice: it has a number and a start time still. */
export const isZombie = (pid: number): boolean => ['Z', 'X'].includes(fieldsOf(readNow(`/proc/${pid}/stat`))[0] ?? '')

/** The fields of /proc/<pid>/stat after the name, which may hold anything. */
export const fieldsOf = (stat: string): string[] => stat.slice(stat.lastIndexOf(')') + 2).split(' ')

async function processes(): Promise<TreeProcess[]> {
  if (process.platform === 'win32') return []
  if (process.platform !== 'linux') return processesFromPs()
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => processFrom(Number(pid), readNow(`/proc/${pid}/stat`)) ?? [])
}

function processFrom(pid: number, stat: string): TreeProcess | undefined {
  const [state, parent, group, session] = fieldsOf(stat)
  if (!stat || !state || state === 'Z' || state === 'X') return undefined
  return { pid, parent: Number(parent), group: Number(group), session: Number(session), stopped: state === 'T' || state === 't' }
}

async function processesFromPs(): Promise<TreeProcess[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,pgid=,state='])
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, state = ''] = line.trim().split(/\s+/)
    return pid && !state.startsWith('Z')
      ? [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, stopped: state.startsWith('T') }]
      : []
  })
}

function isMarked(pid: number, runId: string): boolean {
  if (process.platform !== 'linux') return false
  const environment = readNow(`/proc/${pid}/environ`)
  return environment.includes(`${runMarker}=${runId}\0`) || environment.endsWith(`${runMarker}=${runId}`)
}
