import type { Client } from '../../../shared/contract/client.ts'
import type { Allocation, DepthUsage } from '../../../shared/model/resources.ts'

export interface ResourcesNow { readonly usage: readonly DepthUsage[]; readonly allocations: readonly Allocation[]; readonly total: number }

const atOnce = 200

export async function readResources(client: Client): Promise<ResourcesNow | undefined> {
  const [usage, held] = await Promise.all([client.resources.usage({}), client.resources.allocations({ limit: atOnce })])
  return usage.ok && held.ok ? { usage: usage.value.usage, allocations: held.value.allocations, total: held.value.total } : undefined
}
