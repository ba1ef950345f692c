import { expect, test } from 'vitest'
import { absoluteFolder } from './folder.ts'

test.each([
  [null, '/home/a'],
  ['~', '/home/a'],
  ['~/x', '/home/a/x'],
  ['~/x/', '/home/a/x'],
  ['/srv/app', '/srv/app'],
  ['/srv//app/./', '/srv/app'],
  ['/srv/app/.', '/srv/app'],
  ['/', '/'],
  ['//', '/'],
  ['/srv/../app', '/srv/../app'],
  ['/srv/.hidden/', '/srv/.hidden'],
  ['C:\\work\\', 'C:\\work\\'],
])('the folder %s is %s', (path, absolute) => expect(absoluteFolder(path, '/home/a')).toBe(absolute))
