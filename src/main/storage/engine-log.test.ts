import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openEngineLog } from './engine-log.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yardmaster-engine-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'engine.log')
const read = (path: string) => readFileSync(path, 'utf8')

test('lines are added to what an earlier engine wrote', () => {
  writeFileSync(file(), 'earlier\n')
  using log = openEngineLog(file())
  log.write('now\n')
  expect(read(file())).toBe('earlier\nnow\n')
})

test('nobody but its owner reads it, in whichever folder it stands', () => {
  using log = openEngineLog(file())
  log.write('one\n')
  expect(statSync(file()).mode & 0o777).toBe(0o600)
})

test('a full log becomes the predecessor, and no line is torn or lost on the way', () => {
  using log = openEngineLog(file(), 20)
  for (const line of ['one 6789\n', 'two 6789\n', 'three 89\n']) log.write(line)
  expect(read(`${file()}.1`)).toBe('one 6789\ntwo 6789\n')
  expect(read(file())).toBe('three 89\n')
})

test('however much is written, two files of the limit are all that is kept', () => {
  using log = openEngineLog(file(), 1_000)
  for (let line = 0; line < 1_000; line++) log.write(`${line} ${'ü'.repeat(40)}\n`)
  expect(statSync(file()).size + statSync(`${file()}.1`).size).toBeLessThanOrEqual(2_000)
  expect(read(file())).toMatch(/\n999 ü+\n$/)
})

test('a line larger than the limit is written whole', () => {
  using log = openEngineLog(file(), 10)
  log.write(`${'x'.repeat(50)}\n`)
  expect(statSync(file()).size).toBe(51)
})

test('a folder that was away for a while costs the lines of that while only', () => {
  const inside = join(folder, 'home', 'engine.log')
  mkdirSync(join(folder, 'home'))
  using log = openEngineLog(inside, 10)
  log.write('before 89\n')
  rmSync(join(folder, 'home'), { recursive: true })
  log.write('lost 6789\n')
  mkdirSync(join(folder, 'home'))
  log.write('after 789\n')
  expect(read(inside)).toBe('after 789\n')
})

test('what comes after the end is dropped', () => {
  const log = openEngineLog(file())
  log[Symbol.dispose]()
  log.write('late\n')
  expect(read(file())).toBe('')
})
