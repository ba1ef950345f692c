import type { Contract } from '../../shared/contract/index.ts'
import type { Credentials } from '../ports/access.ts'
import type { ImportFiles } from '../ports/import-files.ts'
import type { Meter } from '../ports/meter.ts'
import { agentHandlers, busHandlers } from './agents/agents.ts'
import type { createInstructions } from './bus/instructions.ts'
import type { Deps } from './deps.ts'
import type { Handlers } from './handler.ts'
import { dispatchHandlers } from './agents/dispatch.ts'
import { inboxHandlers } from './inbox/inbox.ts'
import { jobHandlers } from './jobs/jobs.ts'
import { movingHandlers } from './moving/moving.ts'
import { pipelineHandlers } from './goals/pipelines.ts'
import type { createProfileTests } from './profiles/profile-tests.ts'
import { profileHandlers } from './profiles/profiles.ts'
import type { createQuestions } from './agents/questions.ts'
import { queueHandlers, usageHandlers } from './queue/queue.ts'
import { resourceHandlers } from './resources/resources.ts'
import { retentionHandlers } from './retention/retention.ts'
import { runHandlers } from './runs/runs.ts'
import type { createRouter } from './agents/agent-router.ts'
import { scheduleHandlers, tickHandlers } from './schedules/schedules.ts'
import { authHandlers } from './access/sign-in.ts'
import { spendHandlers } from './statistics/spend.ts'
import { statisticsHandlers } from './statistics/statistics.ts'
import { eventHandlers } from './events.ts'
import { settingsHandlers } from './settings.ts'
import { systemHandlers } from './system.ts'
import { taskHandlers } from './tasks/tasks.ts'
import type { createTickets } from './access/tickets.ts'
import { userHandlers } from './access/users.ts'
import { workerHandlers } from './runs/workers.ts'
import { worktreeHandlers } from './runs/worktrees.ts'

export interface HandlerParts {
  readonly deps: Deps
  readonly credentials: Credentials
  readonly importFiles: ImportFiles
  readonly instructions: ReturnType<typeof createInstructions>
  readonly meter: Meter
  readonly profileTests: ReturnType<typeof createProfileTests>
  readonly questions: ReturnType<typeof createQuestions>
  readonly send: ReturnType<typeof createRouter>
  readonly tickets: ReturnType<typeof createTickets>
  readonly inform: (message: string) => void
  /** Why there is no agent, while there is none. */
  readonly agentTrouble: () => string
}

/** Who answers for each group of the contract. */
export function createHandlers(parts: HandlerParts): { readonly [Group in keyof Contract]: Handlers<Group> } {
  const { deps, credentials, send } = parts
  return {
    agents: agentHandlers(deps, parts.instructions),
    auth: authHandlers(deps, credentials, parts.tickets),
    bus: busHandlers(deps),
    dispatch: dispatchHandlers(deps),
    events: eventHandlers(deps),
    inbox: inboxHandlers(deps),
    jobs: jobHandlers(deps),
    moving: movingHandlers(deps, parts.importFiles),
    pipelines: pipelineHandlers(deps),
    profiles: profileHandlers(deps, parts.profileTests),
    queue: queueHandlers(deps),
    resources: resourceHandlers(deps, parts.inform),
    retention: retentionHandlers(deps),
    runs: runHandlers(deps, send),
    schedules: scheduleHandlers(deps),
    settings: settingsHandlers(deps),
    spend: spendHandlers(deps),
    statistics: statisticsHandlers(deps),
    system: systemHandlers(deps, parts.meter, parts.agentTrouble, credentials.protection),
    tasks: taskHandlers(deps),
    ticks: tickHandlers(deps),
    usage: usageHandlers(deps),
    users: userHandlers(deps, credentials.passwords),
    workers: workerHandlers(deps, send),
    worktrees: worktreeHandlers(deps, parts.questions),
  }
}
