import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openRecords } from '../../src/agent/record.ts'
import { cleanEnvironment } from '../../src/agent/environment.ts'
import { createAgent, type Agent } from '../../src/agent/agent.ts'
import { createPipes } from '../../src/agent/process-execution.ts'
import type { FromAgent } from '../../src/shared/model/agent.ts'
import type { RunId } from '../../src/shared/model/ids.ts'
import { systemClock } from '../../src/main/app/clock.ts'
import { perSecond, type Row } from '../harness.ts'

const many = 200
const atOnce = 4

export const shortRun: Row = {
  name: 'whole short run',
  work: `\`true\` by the local agent, log and end recorded, ${atOnce} at a time`,
  reference: `a bare child_process.spawn loop, ${atOnce} at a time`,
  aim: '>= 0.8',
  reached: (ratio) => ratio >= 0.8,
  unit: 'runs/s',
  rounds: 5,
  async prepare(folder) {
    const logs = join(folder, 'logs')
    mkdirSync(logs)
    const environment = cleanEnvironment()
    await environment
    const ended = new Map<string, () => void>()
    const agent: Agent = createAgent({
      records: openRecords(join(folder, 'runs')),
      logs,
      pipes: createPipes(),
      scratchFileOf: (runId) => join(folder, `${runId}.command`),
      version: '1',
      environment,
      complain: (error) => {
        throw error
      },
      tell(message: FromAgent) {
        if (message.type !== 'ended') return
        agent.hear({ type: 'forget', runId: message.runId })
        ended.get(message.runId)?.()
      },
    })
    const run = (): Promise<void> =>
      new Promise((resolve) => {
        const runId = systemClock.newId() as RunId
        ended.set(runId, resolve)
        agent.hear({
          type: 'start',
          order: {
            runId,
            attempt: 1,
            workType: 'shell_script',
            parameters: { command: 'true', shell: '/bin/sh' },
            workingDirectory: folder,
            environment: {},
            timeoutMs: null,
            idleTimeoutMs: null,
            killGraceMs: 1_000,
          },
        })
      })
    const bare = (): Promise<void> =>
      new Promise((resolve) => {
        spawn('/bin/sh', ['-c', 'true'], { stdio: ['ignore', 'pipe', 'pipe'] }).on('close', () => resolve())
      })
    return { ours: () => inLanes(run), reference: () => inLanes(bare) }
  },
}

/** So many at a time until all are done; how many a second. */
async function inLanes(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await Promise.all(Array.from({ length: atOnce }, () => perSecond(many / atOnce, work)))
  return many / ((performance.now() - start) / 1_000)
}
