import type { Client } from '../../../shared/contract/client.ts'
import type { Allocation, DepthUsage } from '../../../shared/model/resources.ts'
import { pageFrom, type AskPage } from '../../state/pages.ts'

export async function readUsage(client: Client): Promise<readonly DepthUsage[] | undefined> {
  const answer = await client.resources.usage({})
  return answer.ok ? answer.value.usage : undefined
}

export const askAllocations: AskPage<Allocation> = (client, page) =>
  pageFrom(client.resources.allocations(page), ({ allocations }) => allocations)
