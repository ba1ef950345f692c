import type { FileWatch } from '../ports/file-watch.ts'
import type { BusParts } from './bus/bus-parts.ts'
import { startBus } from './bus/start-bus.ts'
import { startFileTriggers } from './schedules/file-triggers.ts'
import { startGoalLoop } from './goals/goal-loop.ts'
import { startRetention } from './retention/retention-loop.ts'
import { sweepLooseLogs } from './runs/loose-logs.ts'
import { startTeller } from './inbox/teller.ts'
import { startTimetable } from './schedules/timetable.ts'

/** What goes on by itself beside the dispatcher, until it is disposed of: the last begun ends first. */
export function startBackground(
  parts: BusParts & { readonly files: FileWatch; readonly failed: (error: unknown, what: string) => void },
): AsyncDisposable {
  const { deps, files, failed } = parts
  const running = new AsyncDisposableStack()
  const swept = sweepLooseLogs(deps).catch((error: unknown) =>
    failed(error, 'Log files of deleted runs are still there; the next start tries again'),
  )
  running.defer(() => swept)
  running.use(startGoalLoop(deps, failed))
  running.use(startBus(parts, failed))
  running.use(startTimetable(deps, failed))
  running.use(startRetention(deps, failed))
  running.use(startTeller(deps, failed))
  running.use(startFileTriggers(deps, files, failed))
  return running
}
