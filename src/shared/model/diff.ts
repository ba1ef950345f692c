import { z } from 'zod'

/** Lines are null where the file is no text. */
export const ChangedFile = z.object({
  path: z.string().meta({ description: 'From the repository’s top' }),
  change: z.enum(['added', 'modified', 'deleted']),
  added: z.int().nullable(),
  removed: z.int().nullable(),
})
export type ChangedFile = z.infer<typeof ChangedFile>

/** What was different in a run's repository after it: everything that git does not ignore, committed or not. */
export const Diff = z
  .object({
    available: z.boolean(),
    message: z.string().nullable().meta({ description: 'Why there is none, or not all of it' }),
    files: z.array(ChangedFile),
    added: z.int(),
    removed: z.int(),
    patch: z.string().meta({ description: 'As git writes it; the beginning of a long one' }),
  })
  .meta({ id: 'Diff', description: 'What a run changed in its repository' })
export type Diff = z.infer<typeof Diff>

export const noDiff = (message: string): Diff => ({ available: false, message, files: [], added: 0, removed: 0, patch: '' })
