import type { IdempotencyStore, KeptAnswer } from '../ports/idempotency.ts'
import type { Sql } from './statements.ts'

export function createIdempotencyStore(sql: Sql): IdempotencyStore {
  return {
    find(actor, key, notBefore) {
      const row = sql.one('select fingerprint, answer from idempotency where actor = :actor and key = :key and created_at >= :notBefore', {
        actor,
        key,
        notBefore,
      })
      return row && ({ fingerprint: row['fingerprint'], answer: row['answer'] } as KeptAnswer)
    },
    keep: (actor, key, kept, at) =>
      void sql.run(
        `
      insert into idempotency (actor, key, fingerprint, answer, created_at)
      values (:actor, :key, :fingerprint, :answer, :at)
      on conflict do update set fingerprint = :fingerprint, answer = :answer, created_at = :at`,
        { actor, key, ...kept, at },
      ),
    drop: (actor, key) => void sql.run('delete from idempotency where actor = :actor and key = :key', { actor, key }),
    dropUnanswered: () => void sql.run('delete from idempotency where answer is null'),
    dropBefore: (at) => void sql.run('delete from idempotency where created_at < :at', { at }),
  }
}
