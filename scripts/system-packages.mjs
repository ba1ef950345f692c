import { spawnSync } from 'node:child_process'
import { run } from './run.mjs'

/** What the tests need of the system: a program, and Debian's package of it. */
const needed = [
  { program: 'chromium', also: ['google-chrome', 'chromium-browser'], package: 'chromium', why: 'the window is tested in it' },
  {
    program: 'rabbitmq-server',
    also: ['/usr/lib/rabbitmq/bin/rabbitmq-server'],
    package: 'rabbitmq-server',
    why: 'remote agents are tested with a real broker',
  },
  { program: 'rg', also: [], package: 'ripgrep', why: 'searching a log is measured against it' },
]

const isThere = ({ program, also }) =>
  [program, ...also].some((name) => spawnSync('sh', ['-c', `command -v "$0"`, name], { stdio: 'ignore' }).status === 0)

/** Installs what is missing where that may be done, and says what is missing where it may not. Answers an exit code. */
export function provideSystemPackages() {
  const missing = needed.filter((one) => !isThere(one))
  if (missing.length === 0) return 0
  const packages = missing.map((one) => one.package)
  if (process.platform === 'linux' && process.getuid?.() === 0 && isThere({ program: 'apt-get', also: [] })) {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-q'], { env: environment })
    run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env: environment })
    if (missing.every(isThere)) return 0
  }
  for (const one of missing.filter((entry) => !isThere(entry)))
    process.stdout.write(`Missing: ${one.program} (${one.why}). On Debian: apt-get install ${one.package}\n`)
  return 1
}
