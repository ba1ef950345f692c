import { spine } from './0001-spine.ts'
import { flow } from './0002-flow.ts'
import { owners } from './0003-owners.ts'
import { users } from './0004-users.ts'
import { goals } from './0005-goals.ts'
import { bus } from './0006-bus.ts'
import { supervision } from './0007-supervision.ts'
import { keeping } from './0008-keeping.ts'
import { breakers } from './0009-breakers.ts'
import { inbox } from './0010-inbox.ts'
import { blackouts } from './0011-blackouts.ts'
import { looseLogs } from './0012-loose-logs.ts'
import { namedAgents } from './0013-named-agents.ts'
import { unendedRuns } from './0014-unended-runs.ts'
import { jobPlaces } from './0015-job-places.ts'
import { queueLanes } from './0016-queue-lanes.ts'
import { runsByState } from './0017-runs-by-state.ts'
import { scheduledTasks } from './0018-scheduled-tasks.ts'
import { unendedRunsByJob } from './0019-unended-runs-by-job.ts'

/**
 * A migration is a letter to whoever holds last year's file: numbered by its place, never edited, only followed.
 */
export const migrations: readonly string[] = [
  spine,
  flow,
  owners,
  users,
  goals,
  bus,
  supervision,
  keeping,
  breakers,
  inbox,
  blackouts,
  looseLogs,
  namedAgents,
  unendedRuns,
  jobPlaces,
  queueLanes,
  runsByState,
  scheduledTasks,
  unendedRunsByJob,
]
