import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import type { RunUsage } from '../shared/model/agent.ts'
import type { RunId } from '../shared/model/ids.ts'
import { fieldsOf, readNow } from './process-tree.ts'

/** The first process of a run. */
export interface Root {
  readonly runId: RunId
  readonly pid: number
}

/** One process, as one look sees it. */
interface Process {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  readonly start: string
  readonly cpuMs: number
}

/**
 * Measures what whole process trees use, all of them in one look at the system: cores since the look before, and memory
 * now. A process that left group, session and parents all at once is not counted; ending its run finds it all the same.
 */
export function createMeasurer(now: () => number): (roots: readonly Root[]) => Promise<readonly RunUsage[]> {
  const state = { at: now(), cpuMs: new Map<string, number>() }
  return async (roots) => {
    if (roots.length === 0) return []
    const owned = byRun(roots, await look())
    const at = now()
    const sinceMs = Math.max(1, at - state.at)
    const before = state.cpuMs
    Object.assign(state, { at, cpuMs: new Map([...owned.values()].flat().map((one) => [nameOf(one), one.cpuMs])) })
    return Promise.all(
      [...owned].map(async ([runId, members]) => ({
        runId,
        cpuPercent: rounded(
          (members.reduce((sum, one) => sum + Math.max(0, one.cpuMs - (before.get(nameOf(one)) ?? 0)), 0) / sinceMs) * 100,
        ),
        memoryMb: rounded(await memoryOf(members)),
        processes: members.length,
      })),
    )
  }
}

/** With its start it names one process for good. */
const nameOf = ({ pid, start }: Process): string => `${pid} ${start}`

const rounded = (value: number): number => Math.round(value * 10) / 10

function byRun(roots: readonly Root[], processes: readonly Process[]): ReadonlyMap<RunId, readonly Process[]> {
  const runs = new Map(roots.map(({ pid, runId }) => [pid, runId]))
  const all = new Map(processes.map((one) => [one.pid, one]))
  const owned = new Map<RunId, Process[]>()
  for (const one of processes) {
    const runId = ownerOf(one, runs, all)
    if (runId) owned.set(runId, [...(owned.get(runId) ?? []), one])
  }
  return owned
}

const deepest = 64

function ownerOf(process: Process, runs: ReadonlyMap<number, RunId>, all: ReadonlyMap<number, Process>): RunId | undefined {
  for (let one: Process | undefined = process, depth = 0; one && depth < deepest; one = all.get(one.parent), depth++) {
    const runId = runs.get(one.pid) ?? runs.get(one.group) ?? runs.get(one.session)
    if (runId) return runId
  }
  return undefined
}

/** What the files of /proc count in; it is the same on every Linux that Node runs on. */
const msPerTick = 10

async function look(): Promise<readonly Process[]> {
  if (process.platform === 'win32') return []
  if (process.platform !== 'linux') return lookWithPs()
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => processFrom(Number(name), readNow(`/proc/${name}/stat`)))
}

function processFrom(pid: number, stat: string): Process[] {
  const fields = fieldsOf(stat)
  if (stat === '' || fields[0] === 'Z' || fields[0] === 'X') return []
  return [
    {
      pid,
      parent: Number(fields[1]),
      group: Number(fields[2]),
      session: Number(fields[3]),
      start: fields[19] ?? '',
      cpuMs: (Number(fields[11]) + Number(fields[12])) * msPerTick,
    },
  ]
}

async function lookWithPs(): Promise<readonly Process[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,pgid=,time='])
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, group, time = ''] = line.trim().split(/\s+/)
    return pid ? [{ pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, start: '', cpuMs: msFrom(time) }] : []
  })
}

/** `1-02:03:04`, `03:04.56` */
const msFrom = (time: string): number =>
  time
    .split(/[-:]/)
    .map(Number)
    .reduce((sum, part, at, parts) => sum + part * (unitMs[parts.length - 1 - at] ?? 0), 0)
const unitMs = [1_000, 60_000, 3_600_000, 86_400_000]

/** Resident, in megabytes: Linux says it in kilobytes whatever size its pages have. */
async function memoryOf(members: readonly Process[]): Promise<number> {
  if (process.platform === 'linux')
    return members.reduce((sum, { pid }) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(readNow(`/proc/${pid}/status`))?.[1] ?? 0), 0) / 1_024
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', members.map(({ pid }) => pid).join(',')]).catch(() => ({
    stdout: '',
  }))
  return stdout.split('\n').reduce((sum, line) => sum + Number(line), 0) / 1_024
}
