import { useEffect } from 'react'
import { ChevronRight, Inbox, Layers } from 'lucide-react'
import type { Job, JobProgress } from '../../../shared/model/job.ts'
import { useClient } from '../../state/client.ts'
import { loadTasksOf } from '../../state/engine.ts'
import { useStore } from '../../state/store.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Labels } from '../../ui/Labels.tsx'
import { NameEditor } from '../../ui/NameEditor.tsx'
import { StateShape } from '../../ui/StateShape.tsx'
import { jobLooks, neverRan, runLooks } from '../../ui/states.ts'
import { renameJob } from '../../actions/rename.ts'
import { useSaid } from '../../ui/now.ts'
import { jobSentence, taskSentence } from './job-words.ts'
import type { Node } from './tree.ts'
import css from './JobsPanel.module.css'

const indent = 14

export function JobRow({ node, onFold }: { readonly node: Extract<Node, { kind: 'job' }>; readonly onFold: () => void }) {
  const client = useClient()
  const job = useStore((state) => state.jobs.get(node.jobId))
  const renaming = useStore((state) => state.renaming === node.jobId)
  const selected = useStore((state) => state.selection.jobKey === node.jobId && state.selection.taskId === null)
  useEffect(() => {
    if (node.unfolded) void loadTasksOf(client, node.jobId).catch(() => {})
  }, [client, node.unfolded, node.jobId])
  if (!job) return null
  return (
    <div className={css.line} style={{ paddingLeft: 6 + node.level * indent }}>
      <Guides level={node.level} />
      <button
        type="button"
        className={css.fold}
        tabIndex={-1}
        aria-label={node.unfolded ? 'Fold' : 'Unfold'}
        data-open={node.unfolded}
        data-none={!node.hasInside || undefined}
        onMouseDown={(event) => event.stopPropagation()}
        onClick={onFold}
      >
        <ChevronRight size={13} aria-hidden />
      </button>
      <StateShape look={jobLooks[job.status]} />
      <div className={css.words}>
        {renaming ? (
          <NameEditor name={job.name} save={(name) => renameJob(client, job, name)} />
        ) : (
          <span className={css.title}>
            <span className={css.name} title={job.name}>
              {job.name}
            </span>
            <Labels labels={job.labels} />
          </span>
        )}
        <span className={css.sentence} title={job.statusMessage}>
          {jobSentence(job)}
        </span>
        <Progress progress={job.progress} />
      </div>
      <span className={css.count} title={job.statusMessage}>
        {countOf(job)}
      </span>
      {selected && (
        <span className={css.tools} data-tools>
          <ActionButton id="jobs.run" />
          <ActionButton id="tasks.new" />
        </span>
      )}
    </div>
  )
}

/** A line down from each job that this row is inside of. */
const Guides = ({ level }: { readonly level: number }) =>
  level > 0 && <span className={css.guides} style={{ width: level * indent }} aria-hidden />

/** A goal job says its stage and its pass instead of how many of its tasks have succeeded. */
function countOf({ progress, goal, stage, iterations, status }: Job): string {
  if (goal !== null && stage !== null) return status === 'in_progress' ? `${stage} · ${iterations + 1}` : stage
  return progress.total === 0 ? '' : `${progress.succeeded}/${progress.total}`
}

/** Two pixels: what succeeded, what failed, what is running; the rest has not run. */
function Progress({ progress: { total, succeeded, failed, running } }: { readonly progress: JobProgress }) {
  if (total === 0 || succeeded + failed + running === 0) return null
  const share = (part: number): string => `${(part / total) * 100}%`
  return (
    <span className={css.progress} role="img" aria-label={`${succeeded} of ${total} succeeded, ${failed} failed, ${running} running`}>
      <i style={{ width: share(succeeded), background: 'var(--green)' }} />
      <i style={{ width: share(failed), background: 'var(--red)' }} />
      <i style={{ width: share(running), background: 'var(--blue)' }} />
    </span>
  )
}

export function TaskLine({ node }: { readonly node: Extract<Node, { kind: 'task' }> }) {
  const task = useStore((state) => state.tasks.get(node.taskId))
  const said = useSaid((now) => (task ? taskSentence(task, now) : ''))
  return (
    <div className={css.line} style={{ paddingLeft: 26 + node.level * indent }}>
      <Guides level={node.level} />
      <StateShape look={task?.lastRun ? runLooks[task.lastRun.status] : neverRan} />
      <div className={css.words}>
        <span className={`${css.name} ${css.task}`} data-disabled={task?.enabled === false || undefined} title={task?.name}>
          {task?.name ?? '…'}
        </span>
        <span className={css.sentence}>{said}</span>
      </div>
    </div>
  )
}

export function SpecialRow({ kind }: { readonly kind: 'all' | 'unassigned' }) {
  const count = useStore((state) => (kind === 'all' ? state.summary?.tasks : state.summary?.unassignedTasks))
  const Icon = kind === 'all' ? Layers : Inbox
  return (
    <div className={css.line} style={{ paddingLeft: 26 }}>
      <Icon size={14} className={css.special} aria-hidden />
      <span className={css.name} data-special={kind}>
        {kind === 'all' ? 'All tasks' : '(Unassigned)'}
      </span>
      <span className={css.count}>{count ? count.toLocaleString('en') : ''}</span>
    </div>
  )
}
