import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { agentFiles, makeSocketFolder } from '../../shared/machine/agent-files.ts'
import { protocolVersion, WorkOrder, type FromAgent } from '../../shared/model/agent.ts'
import type { AgentLink } from '../ports/agent-link.ts'
import { createLocalAgentLink } from './local-agent.ts'

const program = join(inject('programs'), 'agent.js')

let home: string
let heard: FromAgent[]
let lost: string[]
let links: AgentLink[]

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'yardmaster-link-'))
  heard = []
  lost = []
  links = []
})

afterEach(async () => {
  await Promise.all(links.map((link) => link.close()))
  for (const pid of agentsOf(home)) process.kill(pid, 'SIGKILL')
  await vi.waitUntil(() => agentsOf(home).length === 0, { timeout: 5_000 })
  rmSync(home, { recursive: true, force: true })
})

function open(command: readonly string[] = [process.execPath, program]): AgentLink {
  const link = createLocalAgentLink({ home, command, environment: {}, version: '1.2.3', log: { info() {}, error() {} } })
  links.push(link)
  link.open({ heard: (messages) => void heard.push(...messages), lost: (why) => lost.push(why) })
  return link
}

/** By their command lines, so that those are found too that no file speaks of. */
const agentsOf = (folder: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        return pid > 0 && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`${program}\0--home\0${folder}\0`)
      } catch {
        return false
      }
    })

const welcomes = () => heard.filter((message) => message.type === 'welcome')

const hears = (count: number) => vi.waitUntil(() => welcomes().length >= count && welcomes()[count - 1], { timeout: 10_000 })

const sleeper = (runId: string) => ({
  type: 'start' as const,
  order: WorkOrder.parse({
    runId,
    attempt: 1,
    workType: 'shell_script',
    parameters: { command: 'sleep 0.5' },
    workingDirectory: home,
    environment: {},
    timeoutMs: null,
    idleTimeoutMs: null,
    killGraceMs: 100,
  }),
})

test('an agent is started where none runs, and goes on when the engine lets go of it', async () => {
  const first = open()
  const { pid } = await hears(1)
  await first.close()
  open()
  expect(await hears(2)).toMatchObject({ pid, protocolVersion, version: '1.2.3' })
  expect(agentsOf(home)).toEqual([pid])
})

test('an agent that was killed is replaced, and its runs come with the welcome of the next', async () => {
  const link = open()
  const { pid } = await hears(1)
  expect(link.send(sleeper('01890000-0000-7000-8000-000000000001'))).toBe(true)
  await vi.waitUntil(() => heard.some((message) => message.type === 'started'), { timeout: 10_000 })
  process.kill(pid, 'SIGKILL')
  const next = await hears(2)
  expect(lost.length).toBeGreaterThan(0)
  expect(next.pid).not.toBe(pid)
  expect(next.runs).toMatchObject([{ state: 'ended', end: { reason: 'agent_lost' } }])
})

test('nothing is sent while there is no agent', async () => {
  const link = open(['/no/such/program'])
  await vi.waitUntil(() => lost.length > 0, { timeout: 5_000 })
  expect(lost[0]).toContain('/no/such/program')
  expect(link.send(sleeper('01890000-0000-7000-8000-000000000002'))).toBe(false)
})

test('an agent of another version is asked to end, and not listened to', async () => {
  const files = agentFiles(home)
  makeSocketFolder(files)
  const told: string[] = []
  const welcome = { type: 'welcome', agentId: 'local', pid: 1, protocolVersion: protocolVersion + 1, version: '9', workTypes: [], runs: [] }
  const old = createServer((socket) =>
    socket
      .on('error', () => {})
      .on('data', (piece) => {
        told.push(String(piece))
        if (String(piece).includes('hello')) socket.write(`${JSON.stringify(welcome)}\n`)
        if (!String(piece).includes('shutdown')) return
        old.close()
        socket.destroy()
      }),
  ).listen(files.socket)
  await vi.waitUntil(() => old.listening)
  open()
  expect(await hears(1)).toMatchObject({ protocolVersion, version: '1.2.3' })
  expect(told.join('')).toContain('"shutdown"')
  expect(lost[0]).toContain('another version')
})
