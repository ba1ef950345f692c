import type { Transition } from '../../shared/model/transition.ts'
import type { AuditTrail } from '../ports/journal.ts'
import type { Counts } from './counts.ts'
import type { Row, Sql } from './statements.ts'

export function createAuditTrail(sql: Sql, counts: Counts): AuditTrail {
  return {
    append: (transition) =>
      void sql.run(
        `
      insert into transitions (entity, entity_id, "from", "to", reason, actor, request_id, time)
      values (:entity, :entityId, :from, :to, :reason, :actor, :requestId, :time)`,
        transition,
      ),
    of: (entity, id, page) => ({
      items: sql
        .all('select * from transitions where entity_id = :id and entity = :entity order by seq desc limit :limit offset :offset', {
          entity,
          id,
          ...page,
        })
        .map(transitionFrom),
      total: counts.of('select count(*) as n from transitions where entity_id = :id and entity = :entity', { entity, id }),
    }),
    by(actor, page) {
      const clause = actor === undefined ? '' : isIndexed(actor) ? `where ${byUser}` : 'where actor = :actor'
      return {
        items: sql
          .all(`select * from transitions ${clause} order by seq desc limit :limit offset :offset`, { actor, ...page })
          .map(transitionFrom),
        total: counts.of(`select count(*) as n from transitions ${clause}`, { actor }),
      }
    },
  }
}

/** In the words that the index over users' rows was made with. */
const byUser = "actor <> 'local' and actor <> 'engine' and actor = :actor"
const isIndexed = (actor: string): boolean => actor !== 'local' && actor !== 'engine'

const transitionFrom = (row: Row): Transition =>
  ({
    entity: row['entity'],
    entityId: row['entity_id'],
    from: row['from'],
    to: row['to'],
    reason: row['reason'],
    actor: row['actor'],
    requestId: row['request_id'],
    time: row['time'],
  }) as Transition
