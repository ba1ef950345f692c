import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase, type Connection } from './database.ts'
import { createKept } from './kept.ts'
import { createSql, type Sql } from './statements.ts'

let home: string
let database: Connection
let sql: Sql
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'yardmaster-kept-'))
  database = openDatabase(join(home, 'yardmaster.db'), join(home, 'backups'))
  database.exec('create table things (name text)')
  sql = createSql(database)
})
afterEach(() => {
  database.close()
  rmSync(home, { recursive: true, force: true })
})

const counted = () => {
  const kept = createKept<number>(sql, 2)
  const reads: string[] = []
  const ask = (key: string) =>
    kept.of(key, () => {
      reads.push(key)
      return sql.count('select count(*) as n from things')
    })
  return { ask, reads }
}

test('what nobody has changed is read once', () => {
  const { ask, reads } = counted()
  expect([ask('all'), ask('all'), ask('all')]).toEqual([0, 0, 0])
  expect(reads).toEqual(['all'])
})

test('what was written is seen at once, in whatever way it was written', () => {
  const { ask } = counted()
  expect(ask('all')).toBe(0)
  sql.run("insert into things values ('one')")
  expect(ask('all')).toBe(1)
  sql.one("insert into things values ('two') returning name")
  expect(ask('all')).toBe(2)
})

test('what was taken back is seen no longer', () => {
  const { ask } = counted()
  const failed = database.transaction(() => {
    sql.run("insert into things values ('one')")
    expect(ask('all')).toBe(1)
    throw new Error('taken back')
  })
  expect(failed).toThrow('taken back')
  sql.takenBack()
  expect(ask('all')).toBe(0)
})

test('no more is kept than it may', () => {
  const { ask, reads } = counted()
  for (const key of ['a', 'b', 'c', 'b']) ask(key)
  expect(reads).toEqual(['a', 'b', 'c', 'b'])
})
