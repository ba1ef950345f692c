import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Client } from '../shared/contract/client.ts'
import { dataFolderPaths } from '../shared/machine/data-folder.ts'
import { startEngine, type TestAgent } from '../main/app/engine.fixture.ts'
import { serveHttp } from '../main/http/server.ts'

/*
 * The command line as people start it: a process of its own, against a server that listens, on a real database.
 */

const token = 'the-token-of-this-test'
const program = join(inject('programs'), 'cli.js')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly ended: Promise<Ended>
  readonly said: () => string
  interrupt(): void
}

export interface CliBench extends AsyncDisposable {
  readonly client: Client
  readonly agent: TestAgent
  readonly home: string
  run(...args: readonly string[]): Promise<Ended>
  start(...args: readonly string[]): Started
  /** The body of the REST answer. */
  ask(path: string): Promise<unknown>
  /** Takes the engine away, and brings it back on another port. */
  stopEngine(): Promise<void>
  startEngine(): Promise<void>
}

export async function startCliBench(): Promise<CliBench> {
  const engine = startEngine()
  const home = engine.folder
  const serve = () => serveHttp({ service: engine.service, token, port: 0, version: '1.2.3', log: { info() {}, error() {} } })
  const current = { server: await serve() }
  const announce = (): void => writeServerFile(home, current.server.port)
  announce()
  const base = (): string => `http://127.0.0.1:${current.server.port}`
  return {
    agent: engine.agent,
    home,
    client: engine.client,
    run: (...args) => startCli(args, { home }).ended,
    start: (...args) => startCli(args, { home }),
    ask: async (path): Promise<unknown> => (await fetch(`${base()}${path}`, { headers: { Authorization: `Bearer ${token}` } })).json(),
    stopEngine: () => current.server.close(),
    async startEngine() {
      current.server = await serve()
      announce()
    },
    async [Symbol.asyncDispose]() {
      await current.server.close()
      await engine[Symbol.asyncDispose]()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export function writeServerFile(home: string, port: number): void {
  mkdirSync(home, { recursive: true })
  writeFileSync(dataFolderPaths(home).token, `${token}\n`)
  writeFileSync(
    dataFolderPaths(home).server,
    JSON.stringify({ port, pid: process.pid, token, version: '1.2.3', started_at: '2026-01-01T00:00:00.000Z' }),
  )
}

/** Without a terminal; what is written to its standard input is `typed`. */
export function startCli(
  args: readonly string[],
  { home, typed = '', environment = {} }: { home: string; typed?: string; environment?: Record<string, string> },
): Started {
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, YARDMASTER_HOME: home, ...environment },
    stdio: 'pipe',
  })
  const said = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text
  })
  child.stdin.on('error', () => {}).end(typed)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, ...said }))
  })
  return { ended, said: () => said.stdout + said.stderr, interrupt: () => void child.kill('SIGINT') }
}
