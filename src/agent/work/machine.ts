import { statfs } from 'node:fs/promises'
import { freemem, homedir } from 'node:os'
import { measureMachine } from '../machine.ts'
import { findProgram } from '../programs.ts'
import { CannotStart, type WorkRow } from './work.ts'

/* Work of desktop agents: what the machine has, and whether that is enough. */

const mebibyte = 1_048_576

export const metrics: WorkRow<'metrics'> = {
  kind: 'inline',
  async run(_nothing, io) {
    await io.out(`${JSON.stringify(await measureMachine(), undefined, 2)}\n`)
    return { exitCode: 0, errorMessage: null }
  },
}

export const gpuStatus: WorkRow<'gpu_status'> = {
  kind: 'process',
  async command(_nothing, { environment }) {
    const program = findProgram('nvidia-smi', environment['PATH'] ?? '')
    if (!program) throw new CannotStart('No GPU can be looked at: the program “nvidia-smi” was not found on this machine.')
    return { program, args: ['--query-gpu=name,utilization.gpu,memory.used,memory.total,temperature.gpu', '--format=csv'] }
  },
}

export const resourceCheck: WorkRow<'resource_check'> = {
  kind: 'inline',
  async run({ min_free_memory_mb: memory = 0, min_free_disk_mb: disk = 0, path = homedir() }, io) {
    const { bavail, bsize } = await statfs(path)
    const free = { memory_mb: Math.floor(freemem() / mebibyte), disk_mb: Math.floor((bavail * bsize) / mebibyte) }
    await io.out(`${JSON.stringify({ free, path })}\n`)
    const short = [
      free.memory_mb < memory && `${free.memory_mb} MB of memory are free, ${memory} are asked for`,
      free.disk_mb < disk && `${free.disk_mb} MB of disk are free at ${path}, ${disk} are asked for`,
    ].filter(Boolean)
    return short.length > 0 ? { exitCode: 1, errorMessage: short.join('; ') } : { exitCode: 0, errorMessage: null }
  },
}
