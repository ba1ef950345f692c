import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createProgram } from './main.ts'

test('the guide names every command with each of its verbs, and none that is not there', () => {
  const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'guide', 'command-line.md'), 'utf8')
  const told = [...guide.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)].map(([, group, verbs = '']) => [group, verbs.split(', ').sort()])
  const groups = createProgram(['completion'], () => {}).commands.filter(({ commands }) => commands.length > 0)
  const there = groups.map((group) => [group.name(), group.commands.map((verb) => verb.name()).sort()])
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(there))
})
