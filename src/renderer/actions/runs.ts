import { Pause, Pin, PinOff, Play, RotateCcw, SkipBack, SkipForward, Square, Trash2 } from 'lucide-react'
import { hasEnded, type Run } from '../../shared/model/run.ts'
import { selectRun, selectTask } from '../state/selection.ts'
import { useStore } from '../state/store.ts'
import { defineAction, type ActionContext } from './define.ts'
import { told } from './tell.ts'

const selected = ({ state }: ActionContext): Run | undefined => state.selection.runId ? state.runs.get(state.selection.runId) : undefined
const when = (context: ActionContext, fits: (run: Run) => boolean, otherwise: string): string | undefined => {
  const run = selected(context)
  return run ? fits(run) ? undefined : otherwise : 'Select a run first'
}

export const runActions = [
  defineAction({
    id: 'runs.stop', title: 'Stop run', scope: 'Runs', shortcut: 'Mod+.', icon: Square, dangerous: true,
    unavailable: (context) => when(context, (run) => !hasEnded(run.status), 'It has ended already'),
    async perform(context) {
      const run = selected(context)
      if (run) await told(context.client.runs.stop({ runId: run.id }))
    },
  }),
  defineAction({
    id: 'runs.pause', title: 'Pause run', scope: 'Runs', icon: Pause,
    unavailable: (context) => when(context, (run) => run.status === 'running', 'Only a running one can be paused'),
    async perform(context) {
      const run = selected(context)
      if (run) await told(context.client.runs.pause({ runId: run.id }))
    },
  }),
  defineAction({
    id: 'runs.resume', title: 'Resume run', scope: 'Runs', icon: Play,
    unavailable: (context) => when(context, (run) => run.status === 'paused', 'Only a paused one can go on'),
    async perform(context) {
      const run = selected(context)
      if (run) await told(context.client.runs.resume({ runId: run.id }))
    },
  }),
  defineAction({
    id: 'runs.restart', title: 'Run again', scope: 'Runs', shortcut: 'Mod+R', icon: RotateCcw,
    unavailable: (context) => when(context, (run) => hasEnded(run.status), 'It has not ended yet'),
    async perform(context) {
      const run = selected(context)
      const next = run && await told(context.client.runs.restart({ runId: run.id }))
      if (next) selectRun(next.id)
    },
  }),
  defineAction({
    id: 'runs.pin', title: 'Pin run', scope: 'Runs', icon: Pin,
    unavailable: (context) => when(context, (run) => !run.pinned, 'It is pinned already: it stays, whatever the retention says'),
    async perform(context) {
      const run = selected(context)
      if (run) await told(context.client.runs.pin({ runId: run.id }))
    },
  }),
  defineAction({
    id: 'runs.unpin', title: 'Unpin run', scope: 'Runs', icon: PinOff,
    unavailable: (context) => when(context, (run) => run.pinned, 'It is not pinned'),
    async perform(context) {
      const run = selected(context)
      if (run) await told(context.client.runs.unpin({ runId: run.id }))
    },
  }),
  defineAction({
    id: 'runs.delete', title: 'Delete run…', scope: 'Runs', icon: Trash2, dangerous: true,
    unavailable: (context) => when(context, (run) => hasEnded(run.status), 'Stop it first'),
    perform: (context) => {
      const run = selected(context)
      if (run) useStore.setState({ dialog: { kind: 'delete', what: 'run', runIds: [run.id] } })
    },
  }),
  defineAction({ id: 'runs.nextFailed', title: 'Next failed run', scope: 'Runs', shortcut: 'F8', icon: SkipForward, perform: (context) => jumpToFailed(context, 1) }),
  defineAction({ id: 'runs.previousFailed', title: 'Previous failed run', scope: 'Runs', shortcut: 'Shift+F8', icon: SkipBack, perform: (context) => jumpToFailed(context, -1) }),
]

/** The failed runs of everything, newest first; `next` goes to older ones. */
async function jumpToFailed({ client, state }: ActionContext, by: 1 | -1): Promise<void> {
  const failed = await told(client.runs.list({ status: 'failed', limit: 500 }))
  if (!failed || failed.runs.length === 0) return
  const now = failed.runs.findIndex((run) => run.id === state.selection.runId)
  const run = failed.runs[(now + by + failed.runs.length) % failed.runs.length]
  if (!run) return
  useStore.setState((held) => ({ runs: new Map(held.runs).set(run.id, run), runStatus: null }))
  selectTask(run.taskId, run.jobId ?? 'unassigned')
  selectRun(run.id)
}
