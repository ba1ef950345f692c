import { z } from 'zod'
import { Dependency } from '../model/flow.ts'
import { Goal, Pipeline, PipelineName } from '../model/goal.ts'
import { Name } from '../model/job.ts'
import { settingSchemas } from '../model/settings.ts'
import { GivenInstant } from '../model/time.ts'
import { JobChanges } from './jobs.ts'
import { ProfileChanges } from './profiles.ts'
import { TaskChanges } from './tasks.ts'

/*
 * What can be carried from one data folder to another, or kept under version control: as an export writes it, and as a
 * person writes it for `apply`. What is left out keeps its value, or gets the usual one.
 */

const id = z.uuid().toLowerCase().optional().meta({ description: 'Kept on import; found by its name otherwise' })
const Reference = z.string().trim().min(1).max(200).meta({ description: 'An id, or a name, of this document or of this data folder' })

export const PortableTask = TaskChanges.omit({ jobId: true, profileId: true, dependsOn: true })
  .extend({
    id,
    name: Name,
    profile: Reference.nullable().optional(),
    dependsOn: z
      .array(z.strictObject({ task: Reference, when: Dependency.shape.when }))
      .max(1_000)
      .optional(),
  })
  .meta({ id: 'PortableTask' })
export type PortableTask = z.infer<typeof PortableTask>

export const PortableJob = JobChanges.omit({ parentJobId: true, profileId: true, status: true })
  .extend({
    id,
    name: Name,
    goal: Goal.optional().meta({ description: 'Of a goal job; its stages come from its pipeline, and it waits to be run' }),
    projectId: PipelineName.optional(),
    parent: Reference.nullable().optional(),
    profile: Reference.nullable().optional(),
    tasks: z.array(PortableTask).max(100_000).optional().meta({ description: 'In task order' }),
  })
  .meta({ id: 'PortableJob' })
export type PortableJob = z.infer<typeof PortableJob>

export const PortableProfile = ProfileChanges.extend({ id, name: Name }).meta({
  id: 'PortableProfile',
  description: 'Its secrets are masked: a masked one keeps what is there',
})
export type PortableProfile = z.infer<typeof PortableProfile>

export const PortableSettings = z.strictObject(settingSchemas).omit({ 'pipeline.templates': true }).partial()

export const Document = z
  .strictObject({
    yardmaster: z.literal(1, 'must be 1, which says that this is a document of Yardmaster').meta({ description: 'Version of the format' }),
    exportedAt: GivenInstant.optional(),
    settings: PortableSettings.optional().meta({ description: 'By dotted name' }),
    pipelines: z.array(Pipeline).max(1_000).optional(),
    profiles: z.array(PortableProfile).max(10_000).optional(),
    jobs: z.array(PortableJob).max(10_000).optional().meta({ description: 'Those beside one another as they stand' }),
    tasks: z.array(PortableTask).max(100_000).optional().meta({ description: 'Unassigned ones' }),
  })
  .meta({ id: 'Document', description: 'Jobs, tasks, profiles, pipelines and settings, to be carried elsewhere' })
export type Document = z.infer<typeof Document>
