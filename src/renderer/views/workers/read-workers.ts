import type { Client } from '../../../shared/contract/client.ts'
import type { Worker, WorkerDetails, WorkerMetrics, WorkerStatus } from '../../../shared/model/worker.ts'

export type Which = 'living' | 'all'

export interface Shown extends Worker { readonly details?: WorkerDetails | undefined }
export interface WorkersNow { readonly workers: readonly Shown[]; readonly total: number; readonly metrics: WorkerMetrics }

const atOnce = 100
/** So many have their history drawn; each is a question of its own. */
const mostInDetail = 30
const living: readonly WorkerStatus[] = ['running', 'paused', 'idle']

export const isLiving = ({ status }: Worker): boolean => living.includes(status)

const read = (which: Which) => async (client: Client): Promise<WorkersNow | undefined> => {
  const questions = which === 'all' ? [client.workers.list({ limit: atOnce })] : living.map((status) => client.workers.list({ status, limit: atOnce }))
  const [metrics, ...pages] = await Promise.all([client.workers.metrics({}), ...questions])
  if (!metrics.ok) return undefined
  const found = pages.flatMap((page) => page.ok ? page.value.workers : [])
  const total = pages.reduce((sum, page) => sum + (page.ok ? page.value.total : 0), 0)
  return { workers: await withDetails(client, found), total, metrics: metrics.value }
}

export const readLiving = read('living')
export const readAll = read('all')

async function withDetails(client: Client, workers: readonly Worker[]): Promise<readonly Shown[]> {
  const asked = new Set(workers.filter(isLiving).slice(0, mostInDetail))
  return Promise.all(workers.map(async (worker): Promise<Shown> => {
    const answer = asked.has(worker) ? await client.workers.get({ workerId: worker.id }) : undefined
    return answer?.ok ? { ...worker, details: answer.value } : worker
  }))
}
