import type { Client } from '../../../shared/contract/client.ts'
import type { Worker, WorkerMetrics, WorkerStatus } from '../../../shared/model/worker.ts'
import { pageFrom, type AskPage, type PageAsked } from '../../state/pages.ts'

export type Which = 'living' | 'all'

const living: readonly WorkerStatus[] = ['running', 'paused', 'idle']

export const isLiving = ({ status }: Worker): boolean => living.includes(status)

const listed = (client: Client, filter: PageAsked & { readonly status?: WorkerStatus }) =>
  pageFrom(client.workers.list(filter), ({ workers }) => workers)

/** The states one after the other: the running ones come first. */
async function askLiving(client: Client, { limit, offset }: PageAsked) {
  const found = { rows: [] as Worker[], total: 0 }
  for (const status of living) {
    const page = await listed(client, { status, limit, offset: Math.max(0, offset - found.total) })
    if (typeof page === 'string') return page
    found.rows.push(...page.rows.slice(0, limit - found.rows.length))
    found.total += page.total
  }
  return found
}

export const askWorkers: Readonly<Record<Which, AskPage<Worker>>> = { living: askLiving, all: listed }

export async function readMetrics(client: Client): Promise<WorkerMetrics | undefined> {
  const answer = await client.workers.metrics({})
  return answer.ok ? answer.value : undefined
}
