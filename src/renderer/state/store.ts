import { create } from 'zustand'
import type { Summary } from '../../shared/contract/system.ts'
import type { JobId, RunId, TaskId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import type { Profile } from '../../shared/model/profile.ts'
import type { Run } from '../../shared/model/run.ts'
import type { Task } from '../../shared/model/task.ts'
import type { OpenDialog } from './open-dialog.ts'
import type { PagedIds } from './paged.ts'

/** Which tasks the Tasks panel shows: those of a job, those of none, or all. */
export type JobKey = JobId | 'unassigned' | 'all'

export interface Selection {
  readonly jobKey: JobKey
  readonly taskId: TaskId | null
  readonly runId: RunId | null
}

/** The lists whose rows can be marked, so that an action acts on all of them. */
export type MarkedList = 'jobs' | 'tasks' | 'runs'

/** Rows of one list that are marked. What is marked in another list is let go: an action has one object. */
export interface Marks {
  readonly list: MarkedList
  readonly ids: ReadonlySet<string>
}

/** Rows that are being dragged: a browser tells what a drag carries only where it is dropped. */
export interface Dragged {
  readonly list: MarkedList
  readonly ids: readonly string[]
}

/** Something that was done, and how it is taken back. */
export interface Undo {
  /** As a sentence: “3 tasks were moved.” */
  readonly done: string
  takeBack(): Promise<unknown>
}

export interface State {
  /** `starting` until everything was read once; `away` while the engine does not answer; `powerless` for who may not read anything. */
  readonly connection: 'starting' | 'live' | 'away' | 'refused' | 'powerless'
  readonly jobs: ReadonlyMap<JobId, Job>
  readonly tasks: ReadonlyMap<TaskId, Task>
  readonly runs: ReadonlyMap<RunId, Run>
  /** The last event that is on the screen. */
  readonly shownUntil: number
  /** By which event a row changed last, for the newest of them. */
  readonly changedAt: ReadonlyMap<string, number>
  /** Jobs whose tasks have all been read. */
  readonly loadedJobs: ReadonlySet<JobId>
  /** Single tasks that were asked for. */
  readonly wanted: ReadonlySet<TaskId>
  /** Lists that are read page after page, by their key. */
  readonly lists: ReadonlyMap<string, PagedIds>
  readonly selection: Selection
  readonly summary: Summary | null
  /** By name, their secrets masked. */
  readonly profiles: readonly Profile[]
  /** The newest notice that this window told of; null until the inbox was read. */
  readonly toldUntil: number | null
  readonly settings: Readonly<Record<string, { readonly value: unknown; readonly default: unknown }>>
  readonly marks: Marks
  readonly dragged: Dragged | null
  /** What can be taken back now. */
  readonly undo: Undo | null
  /** A row whose name is being edited. */
  readonly renaming: string | null
  readonly dialog: OpenDialog | null
}

export const initialState: State = {
  connection: 'starting',
  jobs: new Map(),
  tasks: new Map(),
  runs: new Map(),
  shownUntil: 0,
  changedAt: new Map(),
  loadedJobs: new Set(),
  wanted: new Set(),
  lists: new Map(),
  selection: { jobKey: 'all', taskId: null, runId: null },
  summary: null,
  profiles: [],
  toldUntil: null,
  settings: {},
  marks: { list: 'tasks', ids: new Set() },
  dragged: null,
  undo: null,
  renaming: null,
  dialog: null,
}

export const useStore = create<State>()(() => initialState)
