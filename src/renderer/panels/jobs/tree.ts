import type { JobId, TaskId } from '../../../shared/model/ids.ts'
import type { Job } from '../../../shared/model/job.ts'
import { byPlace } from '../../state/siblings.ts'

/** One line of the tree. */
export type Node =
  | { readonly kind: 'all' | 'unassigned'; readonly key: string }
  | {
      readonly kind: 'job'
      readonly key: string
      readonly jobId: JobId
      readonly level: number
      readonly unfolded: boolean
      readonly hasInside: boolean
    }
  | { readonly kind: 'task'; readonly key: string; readonly jobId: JobId; readonly taskId: TaskId; readonly level: number }

export const branchOf = (node: Node | undefined): { readonly level: number; readonly unfolded: boolean | undefined } => ({
  level: node?.kind === 'job' || node?.kind === 'task' ? node.level + 1 : 1,
  unfolded: node?.kind === 'job' && node.hasInside ? node.unfolded : undefined,
})

export interface TreeOptions {
  readonly unfolded: ReadonlySet<string>
  /** Only jobs with this in their name or in a label, or `#` and the beginning of a label, and those above them; everything else is hidden. */
  readonly filter: string
}

/** The lines from top to bottom: children and tasks below an unfolded job, the unassigned tasks last. */
export function treeOf(jobs: ReadonlyMap<JobId, Job>, { unfolded, filter }: TreeOptions): readonly Node[] {
  const shown = filter.trim() === '' ? undefined : matching(jobs, filter.trim().toLowerCase())
  const children = new Map<JobId | null, Job[]>()
  for (const job of jobs.values()) {
    if (shown && !shown.has(job.id)) continue
    // A child whose parent is not there (yet) stands at the top rather than nowhere.
    const parent = job.parentJobId && jobs.has(job.parentJobId) ? job.parentJobId : null
    const siblings = children.get(parent)
    if (siblings) siblings.push(job)
    else children.set(parent, [job])
  }
  for (const siblings of children.values()) if (siblings.some(({ place }) => place !== null)) siblings.sort(byPlace)
  const nodes: Node[] = [{ kind: 'all', key: 'all' }]
  const add = (job: Job, level: number): void => {
    const inside = children.get(job.id) ?? []
    const open = unfolded.has(job.id) || (shown !== undefined && inside.length > 0)
    nodes.push({ kind: 'job', key: job.id, jobId: job.id, level, unfolded: open, hasInside: inside.length + job.taskOrder.length > 0 })
    if (!open) return
    for (const child of inside) add(child, level + 1)
    if (unfolded.has(job.id))
      for (const taskId of job.taskOrder) nodes.push({ kind: 'task', key: taskId, jobId: job.id, taskId, level: level + 1 })
  }
  for (const job of children.get(null) ?? []) add(job, 0)
  nodes.push({ kind: 'unassigned', key: 'unassigned' })
  return nodes
}

function fitsFilter({ name, labels }: Job, text: string): boolean {
  if (text.startsWith('#')) return labels.some((label) => label.toLowerCase().startsWith(text.slice(1)))
  return [name, ...labels].some((words) => words.toLowerCase().includes(text))
}

function matching(jobs: ReadonlyMap<JobId, Job>, text: string): ReadonlySet<JobId> {
  const shown = new Set<JobId>()
  for (const job of jobs.values()) {
    if (!fitsFilter(job, text)) continue
    for (let at: Job | undefined = job; at && !shown.has(at.id); at = at.parentJobId ? jobs.get(at.parentJobId) : undefined)
      shown.add(at.id)
  }
  return shown
}
