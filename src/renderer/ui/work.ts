import type { WorkType } from '../../shared/model/work.ts'

export const workWord = {
  shell_script: 'Shell', http_request: 'HTTP request', echo: 'Echo', slow_echo: 'Slow echo', fail: 'Fail',
} as const satisfies Record<WorkType, string>

export const workSentence = {
  shell_script: 'Runs a command in a shell, in a folder of your choice.',
  http_request: 'Asks an address, and succeeds with the status you expect.',
  echo: 'Prints a message. Good for trying things out.',
  slow_echo: 'Waits, then prints a message.',
  fail: 'Fails on purpose. Good for trying out what happens then.',
} as const satisfies Record<WorkType, string>
