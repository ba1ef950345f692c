import type { RunId } from '../../shared/model/ids.ts'
import { queueLanes } from '../../shared/model/run.ts'
import type { Page } from '../ports/page.ts'
import type { RunStore } from '../ports/runs.ts'
import type { Counts } from './counts.ts'
import { lanes, waitingColumns, waitingFrom, type Lane } from './run-rows.ts'
import { list, type Sql } from './statements.ts'
import type { WaitingTally } from './waiting-tally.ts'

/** In the words that the index over users’ waiting rows was made with. */
const ofUser = "runs.owner <> 'local' and runs.owner = :owner"

const laneOf = ({ index, holds }: Lane, owner: string | undefined): string =>
  owner === undefined
    ? `from runs indexed by ${index} where ${holds}`
    : `from runs indexed by runs_waiting_of_user where ${holds} and ${ofUser}`

export function createQueueLanes(
  sql: Sql,
  counts: Counts,
  tally: WaitingTally,
): Pick<RunStore, 'waiting' | 'waitingPage' | 'waitingIn' | 'waitingCount' | 'isAnyWaiting' | 'places'> {
  return {
    *waiting(lane) {
      const { index, holds, order } = lanes[lane]
      const rows = sql.each(`
        select ${waitingColumns}
        from runs indexed by ${index} left join jobs on jobs.id = runs.job_id
        where ${holds}
        order by ${order}`)
      for (const row of rows) yield waitingFrom(row)
    },
    waitingPage: (lane, page, owner) => (page.limit === 0 ? [] : pageOf(sql, lanes[lane], page, owner)),
    waitingIn: (lane, owner) =>
      owner === undefined ? tally.inLane(lane) : counts.of(`select count(*) as n ${laneOf(lanes[lane], owner)}`, { owner }),
    waitingCount: () => tally.inAll(),
    isAnyWaiting: () => tally.inAll() > 0,
    places(ids) {
      const [only] = ids
      const last = only && ids.length === 1 ? placeAtTheEnd(sql, tally, only) : undefined
      return last ?? new Map(sql.all(placesOf, { ids: list(ids) }).map((row) => [row['id'] as RunId, Number(row['place'])]))
    },
  }
}

/** What is before the page is skipped in the index alone. */
const pageOf = (sql: Sql, lane: Lane, page: Page, owner: string | undefined) =>
  sql
    .all(
      `
    select ${waitingColumns}
    from (select runs.seq ${laneOf(lane, owner)} order by ${lane.order} limit :limit offset :offset) as part
      cross join runs on runs.seq = part.seq left join jobs on jobs.id = runs.job_id
    order by ${lane.order}`,
      { ...page, owner },
    )
    .map(waitingFrom)

/** A new run in the lane of runs has nobody behind it, so those behind are counted, not those before. */
const behindOne = `
  select this.priority,
    (select count(*) from runs indexed by runs_ready where ${lanes.runs.holds} and priority = this.priority and seq > this.seq) as behind
  from runs as this where id = :id and ${lanes.runs.holds.replaceAll('runs.', 'this.')}`

function placeAtTheEnd(sql: Sql, tally: WaitingTally, id: RunId): ReadonlyMap<RunId, number> | undefined {
  const row = sql.one(behindOne, { id })
  return row && new Map([[id, tally.from(Number(row['priority'])) - Number(row['behind'])]])
}

const numbered = ({ index, holds, order }: Lane): string =>
  `select runs.seq, row_number() over (order by ${order}) as place from runs indexed by ${index} where ${holds}`

/** Walked along the indexes; the rows of those that were asked for are the only ones to be read. */
const placesOf = queueLanes
  .map(
    (lane) => `
  select (select id from runs where runs.seq = line.seq) as id, place
  from (${numbered(lanes[lane])}) as line
  where seq in (select seq from runs where id in (select value from json_each(:ids)))`,
  )
  .join(' union all ')
