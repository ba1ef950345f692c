import { z } from 'zod'
import type { WorkType } from './work.ts'

/** What an agent on another machine is there for; work goes only to agents of its type. */
export const AgentType = z.enum(['infra', 'desktop', 'code', 'research'])
export type AgentType = z.infer<typeof AgentType>

/** Which agents do which work. What is missing here is not dispatched by work type alone. */
const agentTypes: { readonly [Type in WorkType]?: AgentType } = {
  ansible: 'infra',
  docker: 'infra',
  shell_script: 'infra',
  deploy_service: 'infra',
  run_playbook: 'infra',
  test: 'infra',
  echo: 'infra',
  slow_echo: 'infra',
  fail: 'infra',
  metrics: 'desktop',
  gpu_status: 'desktop',
  resource_check: 'desktop',
  code_gen: 'code',
  code_review: 'code',
  claude_code: 'code',
  codex: 'code',
  research: 'research',
}

export const agentTypeOf = (workType: WorkType): AgentType | undefined => agentTypes[workType]
