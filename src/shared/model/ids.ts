import { z } from 'zod'

/*
 * Ids are bare UUIDs: version 7 (time-ordered) where Yardmaster makes them, any version where they were imported.
 * The brands are checked in and out, so a run id where a job id is wanted fails in the editor and at the door.
 */

export const JobId = z.uuid().brand<'job', 'inout'>()
export type JobId = z.infer<typeof JobId>

export const TaskId = z.uuid().brand<'task', 'inout'>()
export type TaskId = z.infer<typeof TaskId>

export const RunId = z.uuid().brand<'run', 'inout'>()
export type RunId = z.infer<typeof RunId>

export const WorkerId = z.uuid().brand<'worker', 'inout'>()
export type WorkerId = z.infer<typeof WorkerId>

/** An agent's name for itself. */
export const AgentId = z.string().min(1).max(200).brand<'agent', 'inout'>()
export type AgentId = z.infer<typeof AgentId>

/** This machine's own agent. */
export const localAgent = AgentId.parse('local')

export const ProfileId = z.uuid().brand<'profile', 'inout'>()
export type ProfileId = z.infer<typeof ProfileId>

export const TickId = z.uuid().brand<'tick', 'inout'>()
export type TickId = z.infer<typeof TickId>

export const NoticeId = z.uuid().brand<'notice', 'inout'>()
export type NoticeId = z.infer<typeof NoticeId>

/** One run of a whole job: the runs that were queued together, in task order. */
export const SequenceId = z.uuid().brand<'sequence', 'inout'>()
export type SequenceId = z.infer<typeof SequenceId>
