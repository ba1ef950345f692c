import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { openLogWriter } from '../../src/shared/log/writer.ts'
import { readLogPage, searchLog } from '../../src/shared/log/reader.ts'
import { milliseconds, type Row } from '../harness.ts'

const megabytes = 200
const line = `${'x'.repeat(79)}\n`
/** Prints 200 MB of 80-byte lines as fast as it is read. */
const flood = ['-c', `yes ${'x'.repeat(79)} | head -c ${megabytes * 1_000_000}`]

export const logIntake: Row = {
  name: 'log intake',
  work: `${megabytes} MB of 80-byte lines from one process: timed, numbered, indexed, on disk`,
  reference: 'the same process into a pipe that only counts bytes',
  aim: '>= 0.5',
  reached: (ratio) => ratio >= 0.5,
  unit: 'MB/s',
  rounds: 3,
  prepare(folder) {
    const state = { file: 0, memory: 0 }
    return Promise.resolve({
      async ours() {
        const log = await openLogWriter({ file: join(folder, `${state.file++}.log`), now: Date.now, grown: () => {} })
        const before = process.memoryUsage().rss
        const ms = await milliseconds(async () => {
          const child = spawn('sh', flood, { stdio: ['ignore', 'pipe', 'ignore'] })
          child.stdout.on('data', (chunk: Buffer) => {
            log.output('stdout', chunk)
            if (!log.behind) return
            child.stdout.pause()
            void log.caughtUp().then(() => child.stdout.resume())
          })
          await once(child.stdout, 'close')
          await log.close()
        })
        state.memory = Math.max(state.memory, process.memoryUsage().rss - before)
        return megabytes / (ms / 1_000)
      },
      async reference() {
        const ms = await milliseconds(async () => {
          const child = spawn('sh', flood, { stdio: ['ignore', 'pipe', 'ignore'] })
          let bytes = 0
          child.stdout.on('data', (chunk: Buffer) => {
            bytes += chunk.length
          })
          await once(child.stdout, 'close')
          if (bytes < megabytes * 1_000_000) throw new Error('not all was read')
        })
        return megabytes / (ms / 1_000)
      },
      note: () => `memory grew by ${Math.round(state.memory / 1e6)} MB at the most`,
    })
  },
}

const manyLines = 5_000_000

async function makeLog(folder: string): Promise<string> {
  const file = join(folder, 'long.log')
  const log = await openLogWriter({ file, now: Date.now, grown: () => {} })
  const block = Buffer.from(
    Array.from({ length: 1_000 }, (_, index) => (index === 500 ? `a needle in the hay ${'.'.repeat(59)}\n` : line)).join(''),
  )
  for (let written = 0; written < manyLines; written += 1_000) {
    log.output('stdout', block)
    if (log.behind) await log.caughtUp()
  }
  await log.close()
  return file
}

export const logPage: Row = {
  name: 'log page',
  work: 'any page of 500 lines of a 5-million-line log',
  reference: '10 ms',
  aim: '< 10 ms',
  reached: (ratio) => ratio < 1,
  unit: 'ms',
  rounds: 5,
  async prepare(folder) {
    const file = await makeLog(folder)
    const places = [1, 1_234_567, 2_500_001, 4_999_000, 3_333_333]
    return {
      async ours() {
        const times: number[] = []
        for (const fromLine of places) times.push(await milliseconds(() => readLogPage(file, { fromLine, limit: 500 })))
        return Math.max(...times)
      },
      reference: () => Promise.resolve(10),
    }
  },
}

export const logSearch: Row = {
  name: 'log search',
  work: 'a text in a 5-million-line log, with counts',
  reference: 'ripgrep over the same file',
  aim: '>= 0.3',
  reached: (ratio) => ratio >= 0.3,
  unit: '/s',
  rounds: 3,
  async prepare(folder) {
    const file = await makeLog(folder)
    return {
      async ours() {
        const ms = await milliseconds(async () => {
          const { matches } = await searchLog(file, 'needle', 1_000)
          if (matches !== manyLines / 1_000) throw new Error(`found ${matches}`)
        })
        return 1_000 / ms
      },
      async reference() {
        const ms = await milliseconds(() => {
          const found = spawnSync('rg', ['-c', '--no-mmap', 'needle', file])
          if (found.error) throw new Error('ripgrep is needed for this row: apt-get install ripgrep')
        })
        return 1_000 / ms
      },
    }
  },
}
