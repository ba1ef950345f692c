import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EngineRunning, takeDataFolder, UnusableFolder } from './data-folder.ts'
import { NewerDatabase, openDatabase } from './database.ts'
import { migrations } from './migrations/all.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'yardmaster-storage-'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

const file = () => join(home, 'yardmaster.db')
const open = () => openDatabase(file(), join(home, 'backups'))

test('a new database has this version’s schema, write-ahead log and foreign keys', () => {
  const database = open()
  expect(database.pragma('user_version', { simple: true })).toBe(migrations.length)
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
  const tables = database
    .prepare<[], { name: string; strict: number }>(
      "select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite_%'",
    )
    .all()
  expect(tables.filter((table) => table.strict === 0)).toEqual([])
  database.close()
})

test('the database is for its owner’s eyes only, also one that an older version left open to others', () => {
  open().close()
  chmodSync(file(), 0o644)
  const database = open()
  expect(['', '-wal', '-shm'].map((part) => statSync(`${file()}${part}`).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
  database.close()
})

test('a database of a newer version is refused and left as it is', () => {
  open().close()
  const newer = new Database(file())
  newer.pragma('user_version = 99')
  newer.close()
  const before = readFileSync(file())
  expect(open).toThrow(NewerDatabase)
  expect(open).toThrow(/schema 99.*Nothing was changed/s)
  expect(readFileSync(file()).equals(before)).toBe(true)
})

test('a file that is no database is refused, not overwritten', () => {
  writeFileSync(file(), 'this is a shopping list, not a database\n'.repeat(200))
  expect(open).toThrow(/not a database/)
  expect(readFileSync(file(), 'utf8')).toContain('shopping list')
})

test('the token is made once and is the owner’s alone', () => {
  const first = takeDataFolder(home)
  first.announce({ port: 1, version: '1.0.0', started_at: '2026-01-01T00:00:00.000Z' })
  expect(first.token.length).toBeGreaterThanOrEqual(43)
  for (const secret of [first.paths.token, first.paths.server]) expect(statSync(secret).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(first.paths.server, 'utf8'))).toMatchObject({ port: 1, pid: process.pid, token: first.token })
  first[Symbol.dispose]()
  expect(existsSync(first.paths.server)).toBe(false)
  const second = takeDataFolder(home)
  expect(second.token).toBe(first.token)
  second[Symbol.dispose]()
})

test('a second engine is refused and told which process holds the folder; a killed one leaves no lock', async () => {
  const script = `import { takeDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))}; takeDataFolder(${JSON.stringify(home)}); console.log('taken'); setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout, 'data')
  expect(() => takeDataFolder(home)).toThrow(EngineRunning)
  expect(() => takeDataFolder(home)).toThrow(new RegExp(`process ${holder.pid}`))
  const gone = once(holder, 'exit')
  holder.kill('SIGKILL')
  await gone
  takeDataFolder(home)[Symbol.dispose]()
})

test('a folder that cannot be made is named, with what to do', () => {
  const blocked = join(home, 'file')
  writeFileSync(blocked, '')
  expect(() => takeDataFolder(join(blocked, 'data'))).toThrow(UnusableFolder)
  expect(() => takeDataFolder(join(blocked, 'data'))).toThrow(/--home/)
})

test.each([
  ['tasks of a job', 'select * from tasks where job_id = :a order by place, id limit 50'],
  ['all tasks by age', 'select * from tasks order by created_at, id limit 50'],
  ['all tasks by name', 'select * from tasks order by name collate nocase, id limit 50'],
  ['runs of a task', 'select * from runs where task_id = :a order by seq desc limit 50'],
  ['runs of a job', 'select * from runs where job_id = :a order by seq desc limit 50'],
  ['the newest run of a task', 'select id from runs where task_id = :a order by seq desc limit 1'],
  [
    'the waiting runs, in the order of admission',
    "select id from runs indexed by runs_ready where status = 'queued' and goal_rank is null and handed_at is null order by priority desc, seq",
  ],
  ['the active runs', "select count(*) from runs where status in ('starting', 'running', 'paused')"],
  ['the audit trail of a run', "select * from transitions where entity_id = :a and entity = 'run' order by seq desc limit 50"],
  ['the journal after a number', 'select * from events where seq > :a order by seq limit 500'],
])('%s: found by an index, without sorting', (_what, text) => {
  const database = open()
  const plan = database
    .prepare<[object], { detail: string }>(`explain query plan ${text}`)
    .all({ a: 'x' })
    .map((row) => row.detail)
    .join('\n')
  expect(plan).not.toMatch(/USE TEMP B-TREE/)
  expect(plan).not.toMatch(/SCAN (tasks|runs|transitions|events)$/m)
  database.close()
})
