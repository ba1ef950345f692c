import type { Client } from '../shared/contract/client.ts'
import { Ended, exitCodes } from './exit.ts'
import { value } from './engine.ts'

export type Entity = 'job' | 'task' | 'run' | 'profile' | 'worker' | 'notice'

const whole = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const pageSize = 500
const candidatesShown = 10

/**
 * The id that begins like this, if exactly one does.
 *
 * @throws Ended with 3 for none, with 2 for several, naming them
 */
export async function completeId(client: Client, entity: Entity, text: string): Promise<never> {
  // Each id is branded for its own entity; which one this is, the caller knows by the parameter's name.
  return (whole.test(text) ? text.toLowerCase() : await search(client, entity, text.toLowerCase())) as never
}

async function search(client: Client, entity: Entity, prefix: string): Promise<string> {
  if (!/^[0-9a-f-]{1,36}$/.test(prefix)) throw new Ended(exitCodes.notFound, `There is no ${entity} ${prefix}`)
  const found: { id: string; name: string }[] = []
  for (let offset = 0; ; offset += pageSize) {
    const { items, total } = await page(client, entity, offset)
    found.push(...items.filter((item) => item.id.startsWith(prefix)))
    if (offset + pageSize >= total || found.length > candidatesShown) break
  }
  const [only] = found
  if (!only) throw new Ended(exitCodes.notFound, `No ${entity} has an id that begins with ${prefix}`)
  if (found.length === 1) return only.id
  throw new Ended(
    exitCodes.usage,
    `${prefix} is the beginning of several: ${found
      .slice(0, candidatesShown)
      .map((one) => `${one.id} (${one.name})`)
      .join(', ')}`,
  )
}

async function page(client: Client, entity: Entity, offset: number): Promise<{ items: { id: string; name: string }[]; total: number }> {
  const at = { limit: pageSize, offset }
  if (entity === 'job') {
    const { jobs, total } = await value(client.jobs.list(at))
    return { items: jobs, total }
  }
  if (entity === 'task') {
    const { tasks, total } = await value(client.tasks.list(at))
    return { items: tasks, total }
  }
  if (entity === 'profile') {
    const { profiles, total } = await value(client.profiles.list(at))
    return { items: profiles, total }
  }
  if (entity === 'worker') {
    const { workers, total } = await value(client.workers.list(at))
    return { items: workers.map((worker) => ({ id: worker.id, name: worker.taskName })), total }
  }
  if (entity === 'notice') {
    const { notices, total } = await value(client.inbox.list(at))
    return { items: notices.map((notice) => ({ id: notice.id, name: notice.title })), total }
  }
  const { runs, total } = await value(client.runs.list(at))
  return { items: runs.map((run) => ({ id: run.id, name: run.taskName })), total }
}
