import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '../agent.fixture.ts'
import { isZombie, startTimeOf } from '../process-tree.ts'
import { takeWorkDir } from './work-dir.ts'

const held: { folder?: string } = {}
const folder = (): string =>
  held.folder ??
  (() => {
    throw new Error('no folder')
  })()
beforeAll(() => {
  held.folder = mkdtempSync(join(tmpdir(), 'yardmaster-work-dir-'))
})
afterAll(() => {
  rmSync(folder(), { recursive: true, force: true })
})

const heldBy = (pid: number): void => writeFileSync(join(folder(), 'agent.json'), JSON.stringify({ pid, startTime: startTimeOf(pid) }))

test('a folder in which an agent works is not taken; one whose agent has died is, though nobody has noticed its death yet', async () => {
  // What the shell started ends when the shell has become something that never asks for it.
  const parent = spawn('/bin/sh', ['-c', 'sleep 1 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const dead = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (line: Buffer) => resolve(Number(line.toString('utf8'))))
    })
    await until(() => isZombie(dead), 'it has died')
    heldBy(parent.pid ?? 0)
    expect(() => takeWorkDir(folder())).toThrow(`process ${parent.pid ?? 0}`)
    heldBy(dead)
    takeWorkDir(folder())
    takeWorkDir(folder())
  } finally {
    parent.kill('SIGKILL')
  }
})
