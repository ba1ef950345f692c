import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'

const lookEveryMs = 300
const writtenWithinMs = 2_000

/**
 * Does the work while nobody else does it: the file names the process that holds it. One that has gone, however it went, holds nothing.
 *
 * @param {string} file
 * @param {{ waiting: () => void, work: () => void }} what `waiting` is called once, if there is somebody to wait for
 */
export async function alone(file, { waiting, work }) {
  for (let told = false; !take(file);) {
    if (!told) waiting()
    told = true
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  try {
    work()
  } finally {
    rmSync(file, { force: true })
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (isHeld(file)) return false
    rmSync(file, { force: true, recursive: true })
    return take(file)
  }
}

function isHeld(file) {
  const holder = holderOf(file)
  // Just made, and not yet written to: whoever made it lives.
  if (holder === 0) return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < writtenWithinMs
  try {
    process.kill(holder, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function holderOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || 0
  } catch {
    return 0
  }
}
