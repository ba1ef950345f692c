import type { WorkRow } from './work.ts'

export const echo: WorkRow<'echo'> = {
  kind: 'inline',
  async run({ message }, io) {
    await io.out(`${message}\n`)
    return { exitCode: 0, errorMessage: null }
  },
}

export const slowEcho: WorkRow<'slow_echo'> = {
  kind: 'inline',
  async run({ message, seconds }, io) {
    await io.sleep(seconds * 1_000)
    await io.out(`${message}\n`)
    return { exitCode: 0, errorMessage: null }
  },
}

export const failing: WorkRow<'fail'> = {
  kind: 'inline',
  async run({ message, exit_code: exitCode = 1 }, io) {
    await io.err(`${message ?? 'This task fails on purpose'}\n`)
    return { exitCode, errorMessage: `exit code ${exitCode}` }
  },
}
