import { execFile } from 'node:child_process'
import { cpus, freemem, hostname, loadavg, totalmem, uptime } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

const lookedForMs = 100
const mebibyte = 1_048_576
const gpuAnswersWithinMs = 3_000

/** What the machine has, and how much of it is taken. */
export async function measureMachine(): Promise<{
  hostname: string
  cpu_percent: number
  cores: number
  load_1m: number
  memory_percent: number
  memory_mb: number
  memory_total_mb: number
  uptime_seconds: number
  gpu: string | null
}> {
  const before = busyTime()
  await wait(lookedForMs)
  const after = busyTime()
  const used = totalmem() - freemem()
  return {
    hostname: hostname(),
    cores: cpus().length,
    load_1m: loadavg()[0] ?? 0,
    cpu_percent: percent(after.busy - before.busy, after.all - before.all),
    memory_percent: percent(used, totalmem()),
    memory_mb: Math.round(used / mebibyte),
    memory_total_mb: Math.round(totalmem() / mebibyte),
    uptime_seconds: Math.round(uptime()),
    gpu: await gpuLine(),
  }
}

const percent = (part: number, whole: number): number => (whole > 0 ? Math.round((part / whole) * 1_000) / 10 : 0)

function busyTime(): { busy: number; all: number } {
  const times = cpus().map((cpu) => cpu.times)
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0)
  return { all, busy: all - times.reduce((sum, { idle }) => sum + idle, 0) }
}

/** Null where there is none, or nobody who could say. */
const gpuLine = (): Promise<string | null> =>
  new Promise((resolve) => {
    execFile(
      'nvidia-smi',
      ['--query-gpu=name,utilization.gpu,memory.used,memory.total', '--format=csv,noheader'],
      { timeout: gpuAnswersWithinMs },
      (error, out) => resolve(error ? null : out.trim() || null),
    )
  })
