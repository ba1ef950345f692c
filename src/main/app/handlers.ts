import type { Contract } from '../../shared/contract/index.ts'
import type { Credentials } from '../ports/access.ts'
import type { ImportFiles } from '../ports/import-files.ts'
import type { Meter } from '../ports/meter.ts'
import { agentHandlers, busHandlers } from './agents.ts'
import type { createInstructions } from './bus/instructions.ts'
import type { Deps, Handlers } from './deps.ts'
import { dispatchHandlers } from './dispatch.ts'
import { inboxHandlers } from './inbox.ts'
import { jobHandlers } from './jobs.ts'
import { movingHandlers } from './moving/moving.ts'
import { pipelineHandlers } from './pipelines.ts'
import type { createProfileTests } from './profile-tests.ts'
import { profileHandlers } from './profiles.ts'
import type { createQuestions } from './questions.ts'
import { queueHandlers, usageHandlers } from './queue.ts'
import { resourceHandlers } from './resources.ts'
import { retentionHandlers } from './retention.ts'
import { runHandlers } from './runs.ts'
import type { createRouter } from './agent-router.ts'
import { scheduleHandlers, tickHandlers } from './schedules.ts'
import { authHandlers } from './sign-in.ts'
import { spendHandlers } from './spend.ts'
import { statisticsHandlers } from './statistics.ts'
import { eventHandlers, settingsHandlers, systemHandlers } from './system.ts'
import { taskHandlers } from './tasks.ts'
import type { createTickets } from './tickets.ts'
import { userHandlers } from './users.ts'
import { workerHandlers } from './workers.ts'
import { worktreeHandlers } from './worktrees.ts'

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
