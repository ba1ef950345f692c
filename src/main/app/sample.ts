import { createClient, type Client } from '../../shared/contract/client.ts'
import { ownersRights } from '../../shared/model/scope.ts'
import { localUser } from '../../shared/model/user.ts'
import type { Clock } from '../ports/clock.ts'
import type { Caller, Service } from './service.ts'

/** A job for the first start: it really runs, with nothing but a shell. */
const sample = {
  job: { name: 'Sample: first steps', description: 'Press Run and watch. Delete this job when you have seen enough.' },
  tasks: [
    {
      name: 'Look around',
      description: 'Prints where it runs, and with what.',
      command: 'echo "Hello from $(uname -sr), in $(pwd)"\necho "Shell: $0, user: $USER"\ndate',
    },
    {
      name: 'Count to ten',
      description:
        'Prints a line every half second, some of them to standard error. Stop it, pause it, or close the window: the run goes on.',
      command:
        'for i in $(seq 1 10); do\n  printf \'\\033[32mstep %s of 10\\033[0m\\n\' "$i"\n  [ $((i % 4)) -eq 0 ] && echo "a word on standard error" >&2\n  sleep 0.5\ndone\necho "All done."',
    },
    {
      name: 'Sum up',
      description: 'Runs after the others, because it stands last in the job’s order.',
      command: 'echo "Three tasks, one after the other."\necho "Edit me, or make a job of your own."',
    },
  ],
}

/** Creates the sample job through the one door, like anybody else. */
export async function createSample(service: Service, clock: Clock): Promise<void> {
  const client = inProcess(service, {
    actor: localUser.id,
    user: localUser,
    via: 'window',
    scopes: ownersRights,
    requestId: clock.newId(),
    traceId: clock.newId(),
  })
  const job = await client.jobs.create(sample.job)
  if (!job.ok) return
  for (const task of sample.tasks) await client.tasks.create({ ...task, jobId: job.value.id })
}

/** The client of somebody in the same process. */
export const inProcess = (service: Service, caller: Caller): Client =>
  createClient({
    call: async (name, input) => (await service.call(name, input, caller)).result,
    async *open(name, input, abort) {
      const opened = await service.open(name, input, caller, abort)
      if (!opened.ok) throw new Error(opened.failure.message)
      yield* opened.value
    },
  })
