import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/* The launcher itself, in a folder like a checkout, where the programs that it starts only say that they were. */

const launcher = join(import.meta.dirname, '..', '..', 'bin', 'yardmaster')

describe.skipIf(process.platform === 'win32')('bin/yardmaster', () => {
  let root: string
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'yardmaster launcher '))
    for (const folder of ['bin', 'src', 'scripts', 'out/main', 'path', 'node_modules/.bin'])
      mkdirSync(join(root, folder), { recursive: true })
    copyFileSync(launcher, join(root, 'bin/yardmaster'))
    writeFileSync(join(root, 'package.json'), '{}')
    script('path/node', `echo "system $@"; case $1 in */setup.mjs) touch '${root}/out/main/cli.js' ;; esac`)
    script('node_modules/.bin/node', 'for word in "$@"; do echo "own <$word>"; done')
    writeFileSync(join(root, 'out/main/cli.js'), '')
    age('package.json')
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const script = (file: string, text: string): void => {
    writeFileSync(join(root, file), `#!/bin/sh\n${text}\n`)
    chmodSync(join(root, file), 0o755)
  }
  const age = (file: string): void => utimesSync(join(root, file), 1, 1)
  const launch = (args: readonly string[], file = join(root, 'bin/yardmaster')): string[] =>
    execFileSync(file, args, { encoding: 'utf8', env: { ...process.env, PATH: `${join(root, 'path')}:/usr/bin:/bin` } })
      .trimEnd()
      .split('\n')

  test('hands arguments to the command line untouched, on the project’s own Node', () => {
    expect(launch(['tasks', 'create', '--name', 'a  b', '', '*'])).toEqual(
      [join(root, 'out/main/cli.js'), 'tasks', 'create', '--name', 'a  b', '', '*'].map((word) => `own <${word}>`),
    )
  })

  test('serve starts the engine', () => {
    expect(launch(['serve', '--port', '0'])).toEqual([join(root, 'out/main/serve.js'), '--port', '0'].map((word) => `own <${word}>`))
  })

  test('without arguments the window is opened', () => {
    expect(launch([]).join()).toContain(join(root, 'scripts/start.mjs'))
  })

  test('is found through links', () => {
    symlinkSync('../bin/yardmaster', join(root, 'path/one'))
    symlinkSync(join(root, 'path/one'), join(root, 'path/two'))
    expect(launch(['token'], join(root, 'path/two'))).toEqual([`own <${join(root, 'out/main/cli.js')}>`, 'own <token>'])
  })

  test('builds when nothing is built, or a source is newer', () => {
    rmSync(join(root, 'out/main/cli.js'))
    expect(launch(['token'])[0]).toContain('setup.mjs')
    expect(existsSync(join(root, 'out/main/cli.js'))).toBe(true)
    expect(launch(['token']).join()).not.toContain('setup.mjs')
    age('out/main/cli.js')
    writeFileSync(join(root, 'src/changed.ts'), '')
    expect(launch(['token'])[0]).toContain('setup.mjs')
  })

  test('uses the system’s Node where there is no own one', () => {
    rmSync(join(root, 'node_modules'), { recursive: true })
    expect(launch(['token'])).toEqual([`system ${join(root, 'out/main/cli.js')} token`])
  })
})
