import {
  GitCompareArrows,
  Pause,
  Pin,
  PinOff,
  Play,
  RotateCcw,
  SkipBack,
  SkipForward,
  Square,
  SquareArrowOutUpRight,
  Trash2,
} from 'lucide-react'
import { hasEnded, type Run } from '../../shared/model/run.ts'
import { putRuns } from '../state/engine.ts'
import { askedNow } from '../state/fresh.ts'
import { usePrefs } from '../state/prefs.ts'
import { selectRun, selectTask } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { chosenRuns, whyNone, whyNotOne } from './chosen.ts'
import { defineAction, type ActionContext } from './define.ts'
import { openLog } from './open-log.ts'
import { told, toldEach } from './tell.ts'

const nothing = 'Select a run first'
const cannotStop = (run: Run): string | undefined => (hasEnded(run.status) ? 'It has ended already' : undefined)
const cannotPause = (run: Run): string | undefined => (run.status === 'running' ? undefined : 'Only a running one can be paused')
const cannotResume = (run: Run): string | undefined => (run.status === 'paused' ? undefined : 'Only a paused one can go on')
const cannotRestart = (run: Run): string | undefined => (hasEnded(run.status) ? undefined : 'It has not ended yet')
const cannotDelete = (run: Run): string | undefined => (hasEnded(run.status) ? undefined : 'Stop it first')
const cannotPin = (run: Run): string | undefined => (run.pinned ? 'It is pinned already: it stays, whatever the retention says' : undefined)
const cannotUnpin = (run: Run): string | undefined => (run.pinned ? undefined : 'It is not pinned')
const able = (context: ActionContext, why: (run: Run) => string | undefined): readonly Run[] =>
  chosenRuns(context).filter((run) => why(run) === undefined)

export const runActions = [
  defineAction({
    id: 'runs.stop',
    title: 'Stop run',
    short: 'Stop',
    scope: 'Runs',
    shortcut: 'Mod+.',
    icon: Square,
    dangerous: true,
    unavailable: (context) => whyNone(chosenRuns(context), nothing, cannotStop),
    perform: (context) => toldEach(able(context, cannotStop), ({ id }) => context.client.runs.stop({ runId: id })),
  }),
  defineAction({
    id: 'runs.pause',
    title: 'Pause run',
    short: 'Pause',
    scope: 'Runs',
    icon: Pause,
    unavailable: (context) => whyNone(chosenRuns(context), nothing, cannotPause),
    perform: (context) => toldEach(able(context, cannotPause), ({ id }) => context.client.runs.pause({ runId: id })),
  }),
  defineAction({
    id: 'runs.resume',
    title: 'Resume run',
    short: 'Resume',
    scope: 'Runs',
    icon: Play,
    unavailable: (context) => whyNone(chosenRuns(context), nothing, cannotResume),
    perform: (context) => toldEach(able(context, cannotResume), ({ id }) => context.client.runs.resume({ runId: id })),
  }),
  defineAction({
    id: 'runs.restart',
    title: 'Run again',
    short: 'Run again',
    scope: 'Runs',
    shortcut: 'Mod+R',
    icon: RotateCcw,
    unavailable: (context) => whyNone(chosenRuns(context), nothing, cannotRestart),
    async perform(context) {
      const [run, ...others] = able(context, cannotRestart)
      const call = ({ id }: Run) => context.client.runs.restart({ runId: id })
      if (others.length > 0) await toldEach(able(context, cannotRestart), call)
      const next = run && others.length === 0 ? await told(call(run)) : undefined
      if (next) selectRun(next.id)
    },
  }),
  defineAction({
    id: 'runs.pin',
    title: 'Pin run',
    short: 'Pin',
    scope: 'Runs',
    icon: Pin,
    unavailable: (context) => whyNone(chosenRuns(context), nothing, cannotPin),
    perform: (context) => toldEach(able(context, cannotPin), ({ id }) => context.client.runs.pin({ runId: id })),
  }),
  defineAction({
    id: 'runs.unpin',
    title: 'Unpin run',
    short: 'Unpin',
    scope: 'Runs',
    icon: PinOff,
    unavailable: (context) => whyNone(chosenRuns(context), nothing, cannotUnpin),
    perform: (context) => toldEach(able(context, cannotUnpin), ({ id }) => context.client.runs.unpin({ runId: id })),
  }),
  defineAction({
    id: 'runs.delete',
    title: 'Delete run…',
    short: 'Delete…',
    scope: 'Runs',
    icon: Trash2,
    dangerous: true,
    unavailable: (context) => whyNone(chosenRuns(context), nothing, cannotDelete),
    perform: (context) =>
      useStore.setState({ dialog: { kind: 'delete', what: 'run', runIds: able(context, cannotDelete).map(({ id }) => id) } }),
  }),
  defineAction({
    id: 'runs.compare',
    title: 'Compare with the last good run',
    scope: 'Runs',
    icon: GitCompareArrows,
    unavailable: (context) => whyNotOne(chosenRuns(context), nothing, (run) => (hasEnded(run.status) ? undefined : 'It has not ended yet')),
    perform(context) {
      const [run] = chosenRuns(context)
      if (run) useStore.setState({ dialog: { kind: 'compare', runId: run.id } })
    },
  }),
  defineAction({
    id: 'runs.openLog',
    title: 'Open the log file',
    scope: 'Runs',
    needs: 'jobs:read',
    icon: SquareArrowOutUpRight,
    unavailable: (context) =>
      whyNotOne(chosenRuns(context), nothing, ({ startedAt, status }) =>
        startedAt === null && hasEnded(status)
          ? 'It never started: it has no log'
          : startedAt === null
            ? 'It has not started yet'
            : undefined,
      ),
    async perform(context) {
      const [run] = chosenRuns(context)
      if (run) await openLog(context.client, run)
    },
  }),
  defineAction({
    id: 'runs.nextFailed',
    title: 'Next failed run',
    scope: 'Runs',
    needs: 'jobs:read',
    shortcut: 'F8',
    icon: SkipForward,
    perform: (context) => jumpToFailed(context, 1),
  }),
  defineAction({
    id: 'runs.previousFailed',
    title: 'Previous failed run',
    scope: 'Runs',
    needs: 'jobs:read',
    shortcut: 'Shift+F8',
    icon: SkipBack,
    perform: (context) => jumpToFailed(context, -1),
  }),
]

/** The failed runs of everything, newest first; `next` goes to older ones. */
async function jumpToFailed({ client, state }: ActionContext, by: 1 | -1): Promise<void> {
  const asked = askedNow()
  const failed = await told(client.runs.list({ status: 'failed', limit: 500 }))
  if (!failed || failed.runs.length === 0) return
  const now = failed.runs.findIndex((run) => run.id === state.selection.runId)
  const run = failed.runs[(now + by + failed.runs.length) % failed.runs.length]
  if (!run) return
  putRuns([run], asked)
  usePrefs.getState().set({ runStatus: null, runSpan: null })
  selectTask(run.taskId, run.jobId ?? 'unassigned')
  selectRun(run.id)
}
