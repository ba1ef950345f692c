import type { WorkType } from '../../shared/model/work.ts'
import { codingAgent } from './coding-agent.ts'
import { echo, failing, slowEcho } from './diagnostic.ts'
import { httpRequest } from './http-request.ts'
import { gpuStatus, metrics, resourceCheck } from './machine.ts'
import { ansible, deployService, docker, runPlaybook, test } from './operations.ts'
import { shellScript } from './shell-script.ts'
import type { WorkRow } from './work.ts'

/** Every work type and how it is done. To add one: its parameters in the model, and a line here. */
export const workTable: { readonly [Type in WorkType]: WorkRow<Type> } = {
  shell_script: shellScript,
  claude_code: codingAgent,
  codex: codingAgent,
  code_gen: codingAgent,
  code_review: codingAgent,
  research: codingAgent,
  http_request: httpRequest,
  echo,
  slow_echo: slowEcho,
  fail: failing,
  ansible,
  run_playbook: runPlaybook,
  deploy_service: deployService,
  docker,
  test,
  metrics,
  gpu_status: gpuStatus,
  resource_check: resourceCheck,
}
