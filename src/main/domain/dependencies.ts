import type { Dependency } from '../../shared/model/flow.ts'
import type { TaskId } from '../../shared/model/ids.ts'
import { hasEnded, type RunStatus } from '../../shared/model/run.ts'

/** Where a run stands with what it depends on. */
export type Readiness = 'ready' | 'waiting' | 'impossible'

/** @param newest status of the newest run of a task within the same sequence; undefined where it has none there, which holds nothing up */
export function readinessOf(dependsOn: readonly Dependency[], newest: (taskId: TaskId) => RunStatus | undefined): Readiness {
  const each = dependsOn.map(({ taskId, when }) => {
    const status = newest(taskId)
    if (status === undefined) return 'ready'
    if (!hasEnded(status)) return 'waiting'
    return when === 'finished' || (status === 'succeeded') === (when === 'succeeded') ? 'ready' : 'impossible'
  })
  if (each.includes('impossible')) return 'impossible'
  return each.includes('waiting') ? 'waiting' : 'ready'
}

/** Whether a task also runs after a failure: one of its dependencies asks for that. */
export const wantsFailure = (dependsOn: readonly Dependency[]): boolean => dependsOn.some(({ when }) => when !== 'succeeded')

interface Node {
  readonly id: TaskId
  readonly dependsOn: readonly Dependency[]
}

/** The tasks of a cycle that goes through `start`, in order; null when there is none. */
export function cycleThrough(start: TaskId, nodes: readonly Node[]): readonly TaskId[] | null {
  const after = new Map(nodes.map((node) => [node.id, node.dependsOn.map((dependency) => dependency.taskId)]))
  const seen = new Set<TaskId>()
  const search = (id: TaskId, way: readonly TaskId[]): readonly TaskId[] | null => {
    for (const next of after.get(id) ?? []) {
      if (next === start) return [...way, next]
      if (seen.has(next)) continue
      seen.add(next)
      const found = search(next, [...way, next])
      if (found) return found
    }
    return null
  }
  return search(start, [start])
}

/** The tasks so that each comes after what it depends on, and otherwise in the order they had. */
export function inOrderOfDependencies<Task extends Node>(tasks: readonly Task[]): readonly Task[] {
  const byId = new Map(tasks.map((task) => [task.id, task]))
  const placed = new Set<Task>()
  const place = (task: Task): void => {
    if (placed.has(task)) return
    for (const { taskId } of task.dependsOn) {
      const before = byId.get(taskId)
      if (before && !placed.has(before)) place(before)
    }
    placed.add(task)
  }
  for (const task of tasks) place(task)
  return [...placed]
}

/** A task and what depends on it, directly or through others, in an order in which it can run. */
export function withDependents<Task extends Node>(first: Task, tasks: readonly Task[]): readonly Task[] {
  const found = new Set<TaskId>([first.id])
  for (const task of inOrderOfDependencies(tasks)) if (task.dependsOn.some(({ taskId }) => found.has(taskId))) found.add(task.id)
  return inOrderOfDependencies(tasks.filter(({ id }) => found.has(id)))
}
