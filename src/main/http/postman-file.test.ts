import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('the collection in postman/ is what the contract says now', () => {
  const checked = spawnSync(process.execPath, [join(import.meta.dirname, '../../../tools/postman.ts'), '--check'], { encoding: 'utf8' })
  expect(checked).toMatchObject({ status: 0, stderr: '' })
})
