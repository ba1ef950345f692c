import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CodingAgentOrder, WorkOrder } from '../../shared/model/agent.ts'
import { Home, order, processesOf, type Engine } from '../agent.fixture.ts'

/*
 * A program that stands in for the agents' own: it notes its arguments and its input, and says what a recorded stream
 * says. What is proved is our side of the conversation.
 */

let home: Home
let engine: Engine
let folder: string

beforeEach(async () => {
  home = new Home()
  folder = join(home.path, 'work')
  mkdirSync(folder)
  home.startAgent({ NODE_OPTIONS: '--no-warnings', HOME: home.path })
  engine = await home.connect()
})
afterEach(() => home.remove())

const streams = join(import.meta.dirname, '../../shared/transcript/fixtures')

/** @param after what the program does once it has said everything */
function standIn(stream: string, after = 'exit 0'): string {
  const program = join(home.path, 'stand-in')
  writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > arguments\ncat > input\ncat '${join(streams, stream)}'\n${after}\n`)
  chmodSync(program, 0o755)
  return program
}

function ask(
  stream: string,
  more: { after?: string; parameters?: Record<string, unknown>; agent?: Partial<CodingAgentOrder>; order?: Partial<WorkOrder> } = {},
): WorkOrder {
  return order('', {
    workType: 'claude_code',
    workingDirectory: folder,
    parameters: { prompt: 'fix --the lint', ...more.parameters },
    codingAgent: {
      dialect: 'claude',
      program: standIn(stream, more.after),
      args: [],
      sessionId: null,
      resultGraceMs: 200,
      maxCostUsd: null,
      ...more.agent,
    },
    ...more.order,
  })
}

async function run(work: WorkOrder) {
  engine.say({ type: 'start', order: work })
  return engine.ended(work.runId)
}

const given = (): string[] => readFileSync(join(folder, 'arguments'), 'utf8').trimEnd().split('\n')
const input = (): string => readFileSync(join(folder, 'input'), 'utf8')

describe('claude', () => {
  test('gets its prompt on standard input, and tells session, cost, turns and tokens', async () => {
    const work = ask('claude-tools.jsonl', {
      parameters: { model: 'sonnet', permission_mode: 'acceptEdits', allowed_tools: ['Bash(npm run *)', 'Edit'], max_turns: 5 },
    })
    expect(await run(work)).toMatchObject({
      outcome: 'succeeded',
      exitCode: 0,
      log: { lines: 10 },
      agentResult: {
        sessionId: '6f2c1f0a-9a36-4b0e-8f6a-2f7c9be0a111',
        costUsd: 0.0473,
        turns: 3,
        inputTokens: 33114,
        outputTokens: 410,
        rateLimitedUntil: null,
      },
    })
    expect(await engine.hears('session', work.runId)).toMatchObject({ sessionId: '6f2c1f0a-9a36-4b0e-8f6a-2f7c9be0a111' })
    expect(input()).toBe('fix --the lint')
    expect(given().join(' ')).toMatch(
      /^--print --verbose --output-format stream-json --model sonnet --allowed-tools Bash\(npm run \*\),Edit --max-turns 5 --permission-mode acceptEdits --session-id [0-9a-f-]{36}$/,
    )
  })

  test('goes on with a session, or forks it, and then names no new one', async () => {
    await run(ask('claude-tools.jsonl', { agent: { sessionId: 's1' }, parameters: { session_mode: 'resume' } }))
    expect(given().slice(-4)).toEqual(['--permission-mode', 'default', '--resume', 's1'])
    await run(ask('claude-tools.jsonl', { agent: { sessionId: 's1' }, parameters: { session_mode: 'fork' } }))
    expect(given().slice(-3)).toEqual(['--resume', 's1', '--fork-session'])
  })

  test('has failed when it says so, whatever its exit code', async () => {
    expect(await run(ask('claude-error.jsonl'))).toMatchObject({
      outcome: 'failed',
      reason: 'exit_code',
      exitCode: 0,
      errorMessage: 'API Error: 500 overloaded',
    })
  })

  test('keeps its own exit code where its result is good', async () => {
    expect(await run(ask('claude-tools.jsonl', { after: 'exit 7' }))).toMatchObject({ outcome: 'failed', reason: 'exit_code', exitCode: 7 })
  })

  test('whose stream breaks off before its result has failed, whatever its exit code; one that never began to speak is judged by that alone', async () => {
    const broken = ask('claude-tools.jsonl')
    writeFileSync(join(home.path, 'stand-in'), `#!/bin/sh\nhead -n 4 '${join(streams, 'claude-tools.jsonl')}'\n`)
    expect(await run(broken)).toMatchObject({
      outcome: 'failed',
      reason: 'exit_code',
      exitCode: 0,
      errorMessage: expect.stringContaining('without its result') as unknown,
    })
    const silent = ask('claude-tools.jsonl')
    writeFileSync(join(home.path, 'stand-in'), '#!/bin/sh\necho "no stream at all"\n')
    expect(await run(silent)).toMatchObject({ outcome: 'succeeded', exitCode: 0, log: { lines: 2 } })
  })

  test('that meets a rate limit says until when', async () => {
    expect(await run(ask('claude-rate-limit.jsonl'))).toMatchObject({
      outcome: 'failed',
      reason: 'rate_limited',
      agentResult: { rateLimitedUntil: '2100-01-01T00:00:00.000Z' },
    })
  })

  test('that hangs after its result is judged by it, and ended', async () => {
    const work = ask('claude-tools.jsonl', { after: 'sleep 1000' })
    expect(await run(work)).toMatchObject({ outcome: 'succeeded', agentResult: { costUsd: 0.0473 } })
    expect(processesOf(work.runId)).toEqual([])
  })

  test('that cost more than it may has failed for that', async () => {
    expect(await run(ask('claude-tools.jsonl', { agent: { maxCostUsd: 0.01 } }))).toMatchObject({ outcome: 'failed', reason: 'budget' })
    expect(given()).toContain('--max-budget-usd')
  })

  test('is told what a check said of the attempt before', async () => {
    await run(ask('claude-tools.jsonl', { order: { environment: { YARDMASTER_FEEDBACK: 'expected 2, got 1' } } }))
    expect(input()).toMatch(/^fix --the lint\n\n.*check.*\n\nexpected 2, got 1$/s)
  })

  test('that is not there ends the run before the start, with what to do', async () => {
    expect(await run(ask('claude-tools.jsonl', { agent: { program: 'no-such-agent' } }))).toMatchObject({
      reason: 'spawn_error',
      errorMessage: expect.stringContaining('coding_agent.command') as unknown,
    })
  })

  test('that closes its input unread is not at fault', async () => {
    const work = ask('claude-tools.jsonl', { parameters: { prompt: 'x'.repeat(200_000) } })
    writeFileSync(join(home.path, 'stand-in'), `#!/bin/sh\nexec <&-\ncat '${join(streams, 'claude-tools.jsonl')}'\n`)
    expect((await run(work)).outcome).toBe('succeeded')
  })
})

describe('other agents', () => {
  test('codex is called its own way, and its events are understood', async () => {
    const end = await run(
      ask('codex.jsonl', { agent: { dialect: 'codex' }, order: { workType: 'codex' }, parameters: { permission_mode: 'acceptEdits' } }),
    )
    expect(end).toMatchObject({
      outcome: 'succeeded',
      agentResult: { sessionId: '0199a213-81c0-7800-8aa1-bbab2a035a53', inputTokens: 24763, outputTokens: 122, costUsd: null },
    })
    expect(given()).toEqual(['exec', '--json', '--skip-git-repo-check', '--sandbox', 'workspace-write', '-'])
  })

  test('what codex does not know is refused before the start', async () => {
    expect(
      await run(ask('codex.jsonl', { agent: { dialect: 'codex' }, order: { workType: 'codex' }, parameters: { max_turns: 3 } })),
    ).toMatchObject({ reason: 'spawn_error', errorMessage: expect.stringContaining('max_turns') as unknown })
  })

  test('any other program is called by its template, without what has no value', async () => {
    const text = { dialect: 'text', args: ['ask', '--model={{model}}', '--quiet'] } as const
    await run(ask('codex.jsonl', { agent: { ...text, args: [...text.args] }, order: { workType: 'research' } }))
    expect(given()).toEqual(['ask', '--quiet'])
    await run(
      ask('codex.jsonl', { agent: { ...text, args: [...text.args] }, order: { workType: 'research' }, parameters: { model: 'big' } }),
    )
    expect(given()).toEqual(['ask', '--model=big', '--quiet'])
  })
})
