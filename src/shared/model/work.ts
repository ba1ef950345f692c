import { z } from 'zod'

/** The longest command, prompt, message or body that a task may carry, in characters. */
export const longestText = 262_144

const text = z.string().max(longestText)
const filled = text.refine((value) => value.trim() !== '', 'must not be empty')

const toolList = z.array(z.string().trim().min(1).max(500)).max(200)

/** How a coding agent is told what to do. The prompt reaches it on its standard input. */
const agentParameters = z.strictObject({
  prompt: filled.meta({ description: 'What the agent shall do' }),
  model: z.string().trim().min(1).max(200).optional(),
  permission_mode: z
    .enum(['default', 'acceptEdits', 'plan', 'bypassPermissions'])
    .optional()
    .meta({ description: 'What it may do without asking; nobody answers it here' }),
  session_mode: z
    .enum(['new', 'resume', 'fork'])
    .optional()
    .meta({ description: 'resume goes on with the task’s own last session, fork starts a new one from it' }),
  allowed_tools: toolList.optional(),
  disallowed_tools: toolList.optional(),
  max_turns: z.int().min(1).max(10_000).optional(),
})

const name = z.string().trim().min(1).max(200)

const playbook = z.strictObject({
  playbook: z.string().trim().min(1).max(4096),
  inventory: z.string().trim().min(1).max(4096).optional(),
  extra_vars: z.record(z.string(), z.unknown()).optional(),
})

/**
 * What each work type needs. To add one: a line here, and one in the agent's table of work types.
 *
 * Parameters are a JSON document that is handed on as it is, from the caller to the agent, so their names are
 * the ones of the JSON (snake_case) here too.
 */
export const parametersOf = {
  shell_script: z.strictObject({
    command: filled.meta({ description: 'What the shell runs' }),
    shell: z
      .string()
      .min(1)
      .max(4096)
      .optional()
      .meta({ description: 'Program that reads the command with -c; bash, or sh where there is none' }),
  }),
  http_request: z.strictObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET'),
    url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(8192),
    headers: z.record(z.string().min(1), z.string()).optional(),
    body: text.optional(),
    expect_status: z
      .int()
      .min(100)
      .max(599)
      .optional()
      .meta({ description: 'The only status that counts as success; any 2xx or 3xx otherwise' }),
  }),
  echo: z.strictObject({ message: text }),
  slow_echo: z.strictObject({ message: text, seconds: z.number().min(0).max(86_400) }),
  fail: z.strictObject({ message: text.optional(), exit_code: z.int().min(1).max(255).optional() }),
  ansible: z.strictObject({
    command: filled.meta({ description: 'Arguments of ansible, as in a shell: all -m ping' }),
  }),
  run_playbook: playbook,
  deploy_service: z.strictObject({
    service: name.meta({ description: 'A systemd unit that is restarted' }),
    command: filled.optional().meta({ description: 'What the shell does before the restart' }),
  }),
  docker: z.strictObject({ args: z.array(z.string().max(4096)).min(1).max(500).meta({ description: 'Arguments of docker' }) }),
  test: z.strictObject({ command: filled.meta({ description: 'The test command, for the shell' }) }),
  metrics: z.strictObject({}),
  gpu_status: z.strictObject({}),
  resource_check: z.strictObject({
    min_free_memory_mb: z.number().min(0).optional(),
    min_free_disk_mb: z.number().min(0).optional(),
    path: z.string().max(4096).optional().meta({ description: 'Whose disk is looked at; the home folder’s otherwise' }),
  }),
  claude_code: agentParameters,
  codex: agentParameters,
  code_gen: agentParameters,
  code_review: agentParameters,
  research: agentParameters,
} as const

export const WorkType = z.enum([
  'shell_script',
  'claude_code',
  'codex',
  'code_gen',
  'code_review',
  'research',
  'http_request',
  'echo',
  'slow_echo',
  'fail',
  'ansible',
  'run_playbook',
  'deploy_service',
  'docker',
  'test',
  'metrics',
  'gpu_status',
  'resource_check',
])
export type WorkType = z.infer<typeof WorkType>

export const workTypes = WorkType.options

export type ParametersOf<Type extends WorkType> = z.infer<(typeof parametersOf)[Type]>

/** The parameters of some work type; which one, the `workType` beside it says. */
export const Parameters = z.record(z.string(), z.unknown())
export type Parameters = z.infer<typeof Parameters>

/** A work type together with its own parameters. */
export type Work = { [Type in WorkType]: { readonly workType: Type; readonly parameters: ParametersOf<Type> } }[WorkType]

/** Work of these types spends money. */
const codingAgents = ['claude_code', 'codex', 'code_gen', 'code_review', 'research'] as const satisfies readonly WorkType[]
export type CodingAgentWork = (typeof codingAgents)[number]
export const isCodingAgent = (workType: string): workType is CodingAgentWork => (codingAgents as readonly string[]).includes(workType)
