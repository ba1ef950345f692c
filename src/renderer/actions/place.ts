import { MoveDown, MoveUp } from 'lucide-react'
import type { Client } from '../../shared/contract/client.ts'
import type { JobId } from '../../shared/model/ids.ts'
import type { Job } from '../../shared/model/job.ts'
import { siblingsIn } from '../state/siblings.ts'
import { useStore } from '../state/store.ts'
import { offerUndo } from '../state/undo.ts'
import { chosenJobs, sayChosen, whyNotOne } from './chosen.ts'
import { defineAction, type ActionContext } from './define.ts'
import { told } from './tell.ts'

interface Spot {
  readonly parentJobId: JobId | null
  readonly before: JobId | null
}

/** Puts jobs beside another one, below its parent; they can be put back. */
export async function placeJobs(client: Client, jobIds: readonly JobId[], spot: Spot): Promise<void> {
  const { jobs } = useStore.getState()
  const moving = jobIds.map((id) => jobs.get(id)).filter((job) => job !== undefined)
  const spots = moving.map((job) => ({ job, spot: spotOf(jobs, job) }))
  for (const job of moving) if (!(await put(client, job, spot))) return
  offerUndo(`Moved ${sayChosen('jobs', moving)}.`, async () => {
    // The last one first: each stood before one that is in its place again.
    for (const { job, spot: from } of spots.toReversed()) await put(client, { ...job, parentJobId: spot.parentJobId }, from)
  })
}

async function put(client: Client, { id, parentJobId }: Pick<Job, 'id' | 'parentJobId'>, to: Spot): Promise<boolean> {
  if (parentJobId !== to.parentJobId && !(await told(client.jobs.update({ jobId: id, parentJobId: to.parentJobId })))) return false
  return (await told(client.jobs.place({ jobId: id, before: to.before }))) !== undefined
}

function spotOf(jobs: ReadonlyMap<JobId, Job>, job: Job): Spot {
  const siblings = siblingsIn(jobs, job.parentJobId)
  return { parentJobId: job.parentJobId, before: siblings[siblings.indexOf(job) + 1]?.id ?? null }
}

const nothing = 'Select a job first'

/** Where the chosen job stands among those beside it. */
function standing({ state }: ActionContext, job: Job): { readonly siblings: readonly Job[]; readonly index: number } {
  const siblings = siblingsIn(state.jobs, job.parentJobId)
  return { siblings, index: siblings.findIndex(({ id }) => id === job.id) }
}

function shift(context: ActionContext, by: 1 | -1): Promise<void> | undefined {
  const [job] = chosenJobs(context)
  if (!job) return undefined
  const { siblings, index } = standing(context, job)
  // Behind the next one is before the one after it.
  return placeJobs(context.client, [job.id], { parentJobId: job.parentJobId, before: siblings[by < 0 ? index - 1 : index + 2]?.id ?? null })
}

/** The keyboard's way to order jobs. */
export const placeActions = [
  defineAction({
    id: 'jobs.up',
    title: 'Move job up',
    scope: 'Jobs',
    shortcut: 'Alt+Shift+ArrowUp',
    icon: MoveUp,
    unavailable: (context) =>
      whyNotOne(chosenJobs(context), nothing, (job) =>
        standing(context, job).index > 0 ? undefined : 'It is the first beside the others',
      ),
    perform: (context) => shift(context, -1),
  }),
  defineAction({
    id: 'jobs.down',
    title: 'Move job down',
    scope: 'Jobs',
    shortcut: 'Alt+Shift+ArrowDown',
    icon: MoveDown,
    unavailable: (context) =>
      whyNotOne(chosenJobs(context), nothing, (job) => {
        const { siblings, index } = standing(context, job)
        return index < siblings.length - 1 ? undefined : 'It is the last beside the others'
      }),
    perform: (context) => shift(context, 1),
  }),
]
