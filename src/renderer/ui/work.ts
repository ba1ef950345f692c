import type { WorkType } from '../../shared/model/work.ts'

export const workWord = {
  shell_script: 'Shell', claude_code: 'Claude Code', codex: 'Codex', code_gen: 'Code generation', code_review: 'Code review', research: 'Research', http_request: 'HTTP request', echo: 'Echo', slow_echo: 'Slow echo', fail: 'Fail',
  ansible: 'Ansible', run_playbook: 'Playbook', deploy_service: 'Deploy a service', docker: 'Docker', test: 'Tests', metrics: 'Metrics', gpu_status: 'GPU status', resource_check: 'Resource check',
} as const satisfies Record<WorkType, string>

export const workSentence = {
  shell_script: 'Runs a command in a shell, in a folder of your choice.',
  claude_code: 'Gives Claude Code a prompt, in a folder of your choice.',
  codex: 'Gives Codex a prompt, in a folder of your choice.',
  code_gen: 'Gives the coding agent of the settings a prompt to write code.',
  code_review: 'Gives the coding agent of the settings a prompt to review code.',
  research: 'Gives the coding agent of the settings a question.',
  http_request: 'Asks an address, and succeeds with the status you expect.',
  echo: 'Prints a message. Good for trying things out.',
  slow_echo: 'Waits, then prints a message.',
  fail: 'Fails on purpose. Good for trying out what happens then.',
  ansible: 'Calls ansible with arguments of yours.',
  run_playbook: 'Plays an Ansible playbook.',
  deploy_service: 'Restarts a systemd unit, after a command of yours.',
  docker: 'Calls docker with arguments of yours.',
  test: 'Runs a test command in a shell.',
  metrics: 'Prints what the machine has, and how much of it is taken.',
  gpu_status: 'Prints what nvidia-smi says.',
  resource_check: 'Fails where too little memory or disk is free.',
} as const satisfies Record<WorkType, string>
