import { describe, expect, test } from 'vitest'
import { defineWork, type AskedWork, type DefinedWork } from './work.ts'

const defined = (asked: AskedWork, before?: DefinedWork) => {
  const work = defineWork(asked, before)
  return work.ok ? work.value : work.failure.message
}

describe('what a task shall do', () => {
  const shell: DefinedWork = { workType: 'shell_script', parameters: { command: 'old', shell: 'sh' } }
  const agent: DefinedWork = { workType: 'codex', parameters: { prompt: 'old', model: 'm' } }

  test.each<[string, AskedWork, DefinedWork | undefined, unknown]>([
    ['a command is a shell script', { command: 'true' }, undefined, { workType: 'shell_script', parameters: { command: 'true' } }],
    [
      'a command keeps the shell that was set',
      { command: 'true' },
      shell,
      { workType: 'shell_script', parameters: { command: 'true', shell: 'sh' } },
    ],
    ['a command takes the place of other work', { command: 'true' }, agent, { workType: 'shell_script', parameters: { command: 'true' } }],
    ['a prompt is the usual coding agent’s', { prompt: 'do' }, undefined, { workType: 'claude_code', parameters: { prompt: 'do' } }],
    [
      'a prompt is the coding agent’s that the settings name',
      { prompt: 'do', codingAgent: 'codex' },
      shell,
      { workType: 'codex', parameters: { prompt: 'do' } },
    ],
    [
      'a prompt is the named coding agent’s',
      { prompt: 'do', workType: 'research' },
      agent,
      { workType: 'research', parameters: { prompt: 'do' } },
    ],
    [
      'a prompt stays with the agent that had the old one',
      { prompt: 'do' },
      agent,
      { workType: 'codex', parameters: { prompt: 'do', model: 'm' } },
    ],
    ['a prompt takes the place of other work', { prompt: 'do' }, shell, { workType: 'claude_code', parameters: { prompt: 'do' } }],
    [
      'parameters alone are those of the work there was',
      { parameters: { command: 'new' } },
      shell,
      { workType: 'shell_script', parameters: { command: 'new' } },
    ],
    ['nothing said changes nothing', {}, shell, shell],
    ['the same type said changes nothing', { workType: 'shell_script' }, shell, shell],
  ])('%s', (_, asked, before, expected) => expect(defined(asked, before)).toEqual(expected))

  test.each<[string, AskedWork, DefinedWork | undefined, RegExp]>([
    ['both shorthands', { command: 'a', prompt: 'b' }, undefined, /^prompt and command cannot both be given$/],
    ['a command for other work', { command: 'a', workType: 'echo' }, undefined, /^command goes with work_type shell_script, not echo$/],
    ['a command twice', { command: 'a', parameters: { command: 'b' } }, undefined, /^command is the shorthand/],
    ['a prompt twice', { prompt: 'a', parameters: { prompt: 'b' } }, undefined, /^prompt is the shorthand/],
    ['a prompt for other work', { prompt: 'a', workType: 'x'.repeat(200) }, undefined, /^prompt goes with a coding agent, not x{100}$/],
    ['nothing to do', {}, undefined, /^work_type is needed/],
    ['an unknown type', { workType: 'dance' }, undefined, /^“dance” is not a work type\. There are shell_script,/],
    ['a new type without its parameters', { workType: 'echo' }, shell, /^parameters\.message: /],
    [
      'a parameter that nobody knows',
      { workType: 'echo', parameters: { message: 'm', volume: 11, pitch: 2 } },
      undefined,
      /^parameters\.volume: is not known here; parameters\.pitch: is not known here$/,
    ],
    ['an empty command', { command: '' }, undefined, /^command: /],
  ])('%s is refused in words', (_, asked, before, expected) => expect(defined(asked, before)).toMatch(expected))
})
