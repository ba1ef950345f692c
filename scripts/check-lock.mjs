import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

/*
 * A lockfile that names a library for another platform without an entry of its own makes `npm ci` refuse it on every machine,
 * and `npm install` does not notice. So the entries are checked. Addresses of registries do not belong in it either.
 */

/** @returns {string[]} what is wrong with it */
export function problemsOf(lock) {
  const names = new Set(Object.keys(lock.packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)))
  return Object.entries(lock.packages).flatMap(([path, entry]) => [
    ...Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${path || 'the project'} wants ${name}, which has no entry`),
    ...(entry.resolved && !entry.link ? [`${path} names the address it came from`] : []),
  ])
}

export function checkLock() {
  const problems = problemsOf(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')))
  for (const problem of problems) process.stdout.write(`${problem}\n`)
  if (problems.length === 0) process.stdout.write('The lockfile is complete.\n')
  return problems.length === 0 ? 0 : 1
}
