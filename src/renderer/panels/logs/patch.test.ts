import { expect, test } from 'vitest'
import { patchLines, placeOfFile } from './patch.ts'

test('a patch is read line by line; what looks like a head inside of it is text', () => {
  const lines = patchLines(
    'diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n one\n--- two\n+++ three\n\\ No newline at end of file\ndiff --git a/y b/y\nBinary files a/y and b/y differ\n',
  )
  expect(lines.map(({ kind }) => kind)).toEqual(['file', 'place', 'same', 'removed', 'added', 'same', 'file', 'same'])
  expect(lines[0]?.text).toBe('x')
  expect(placeOfFile(lines, 'y')).toBe(6)
  expect(placeOfFile(lines, 'z')).toBe(-1)
})
