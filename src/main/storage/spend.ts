import type { SpendFilter, SpendStore, SpentRow } from '../ports/spend.ts'
import type { Counts } from './counts.ts'
import { ofUser, where, type Sql } from './statements.ts'

const kinds = {
  day: { key: 'substr(finished_at, 1, 10)', name: 'substr(finished_at, 1, 10)', order: 'key desc' },
  task: { key: 'task_id', name: '(select name from tasks where id = task_id)', order: 'usd desc, key' },
  job: { key: 'job_id', name: '(select name from jobs where id = job_id)', order: 'usd desc, key' },
  profile: { key: 'profile_id', name: '(select name from profiles where id = profile_id)', order: 'usd desc, key' },
} as const

export function createSpendStore(sql: Sql, counts: Counts): SpendStore {
  return {
    list({ by, ...filter }, page) {
      const { key, name, order } = kinds[by]
      const { clause, values } = paidFor(filter)
      return {
        items: sql
          .all(
            `
          select ${key} as key, ${name} as name, sum(cost_usd) as usd, count(*) as runs, coalesce(sum(turns), 0) as turns,
            coalesce(sum(input_tokens), 0) as inputTokens, coalesce(sum(output_tokens), 0) as outputTokens
          from runs indexed by runs_with_cost ${clause} group by ${key} order by ${order} limit :limit offset :offset`,
            { ...values, ...page },
          )
          .map((row) => ({ ...row }) as unknown as SpentRow),
        total: counts.of(`select count(*) as n from (select 1 from runs indexed by runs_with_cost ${clause} group by ${key})`, values),
      }
    },
    sum(filter) {
      const { clause, values } = paidFor(filter)
      return Number(sql.one(`select coalesce(sum(cost_usd), 0) as usd from runs indexed by runs_with_cost ${clause}`, values)?.['usd'] ?? 0)
    },
  }
}

const paidFor = ({ owner, since, until }: Omit<SpendFilter, 'by'>) => ({
  clause: where([
    'cost_usd is not null',
    owner !== undefined && ofUser,
    since !== undefined && 'finished_at >= :since',
    until !== undefined && 'finished_at < :until',
  ]),
  values: { owner: owner ?? null, since: since ?? null, until: until ?? null },
})
