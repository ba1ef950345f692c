import type { KeyboardEvent } from 'react'
import { usePrefs } from '../../state/prefs.ts'
import { selectJob, selectTask } from '../../state/selection.ts'
import type { Node } from './tree.ts'

export function fold(jobId: string, open: boolean): void {
  const { unfolded, set } = usePrefs.getState()
  const others = unfolded.filter((id) => id !== jobId)
  set({ unfolded: open ? [...others, jobId] : others })
}

/** Right unfolds or goes inside, Left folds or goes out, as in every tree. */
export function treeKey(event: KeyboardEvent, node: Node, nodes: readonly Node[], index: number): boolean {
  if (event.key === 'ArrowRight' && node.kind === 'job') {
    if (!node.unfolded && node.hasInside) fold(node.jobId, true)
    else if (node.unfolded) choose(nodes[index + 1])
    return true
  }
  if (event.key !== 'ArrowLeft') return false
  if (node.kind === 'job' && node.unfolded) fold(node.jobId, false)
  else if (node.kind === 'job' || node.kind === 'task')
    choose(nodes.slice(0, index).findLast((one) => one.kind === 'job' && one.level < node.level))
  return true
}

function choose(node: Node | undefined): void {
  if (node?.kind === 'job') selectJob(node.jobId)
  if (node?.kind === 'task') selectTask(node.taskId, node.jobId)
}
