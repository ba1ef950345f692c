import type { NoticeId, RunId } from '../../../shared/model/ids.ts'
import type { Run } from '../../../shared/model/run.ts'
import { wordsOfBudget, wordsOfJob, wordsOfRun, type Rules, type Words } from '../../domain/notice.ts'
import type { Happening, NewNotice } from '../../ports/notices.ts'
import type { Deps } from '../deps.ts'

/*
 * Reads along with the journal and writes down what people want to be told, once. The window, the desktop and the
 * command line read that inbox; none of them decides by itself.
 */

type Parts = Pick<Deps, 'store' | 'clock' | 'changed' | 'settings'>

/** Entries of the journal that one transaction looks at. */
const atOnce = 500

/** How far the journal may go on without anything to tell before that is written down. */
const keepEvery = 1_000

export function startTeller(parts: Parts, failed: (error: unknown, what: string) => void): AsyncDisposable {
  const closing = new AbortController()
  const state = { at: parts.store.notices.told(), kept: parts.store.notices.told() }
  const loop = (async () => {
    for await (const _ of parts.changed.wakeups(closing.signal)) {
      try {
        tellNew(parts, state)
      } catch (error) {
        failed(error, 'What happened could not be told; it is tried again with the next change')
      }
    }
  })()
  return {
    async [Symbol.asyncDispose]() {
      closing.abort()
      await loop
    },
  }
}

interface Cursor {
  at: number
  kept: number
}

function tellNew(parts: Parts, cursor: Cursor): void {
  const { store } = parts
  for (;;) {
    const last = store.journal.last()
    const page = store.notices.happenings(cursor.at, atOnce)
    const to = page.length < atOnce ? last : (page.at(-1)?.seq ?? last)
    const notices = page.length > 0 ? noticesIn(parts, page) : []
    if (notices.length > 0 || to - cursor.kept >= keepEvery) {
      store.transaction(() => {
        for (const notice of notices) write(parts, notice)
        store.notices.setTold(to)
      })
      cursor.kept = to
    }
    cursor.at = to
    if (page.length < atOnce) return
  }
}

function write({ store }: Parts, notice: NewNotice): void {
  const { jobId, taskId } = notice
  if (store.notices.add(notice)) store.journal.append({ type: 'notice.created', jobId, taskId })
}

function noticesIn(parts: Parts, page: readonly Happening[]): NewNotice[] {
  const rules = parts.settings()['notices.rules']
  const runs = new Map(
    parts.store.runs.byIds(page.flatMap(({ type, runId }) => (type === 'run.status' && runId ? [runId] : []))).map((run) => [run.id, run]),
  )
  /** However often the page names a run, what there is to tell of it is read off the run as it stands now. */
  const once = (runId: RunId): Run | undefined => {
    const run = runs.get(runId)
    runs.delete(runId)
    return run
  }
  return page.flatMap((happening) => {
    const { type, runId } = happening
    switch (type) {
      case 'run.status':
        return runId ? ofRun(parts, once(runId), rules) : []
      case 'job.status':
        return ofJob(parts, happening, rules)
      case 'task.updated':
        return ofBreaker(parts, happening, rules)
      case 'tick.missed':
        return ofMissed(parts, happening, rules)
    }
  })
}

interface Subject {
  readonly about: string
  readonly of: Pick<NewNotice, 'jobId' | 'taskId' | 'runId'>
}

const noticed = ({ clock }: Parts, { about, of }: Subject, words: Words | null): NewNotice[] =>
  words ? [{ id: clock.newId() as NoticeId, about: `${about}:${words.kind}`, ...words, ...of, createdAt: clock.now() }] : []

function ofRun(parts: Parts, run: Run | undefined, rules: Rules): NewNotice[] {
  if (!run || !['running', 'succeeded', 'failed'].includes(run.status)) return []
  const standing = parts.store.notices.standing(run.id)
  if (!standing) return []
  const of = { jobId: run.jobId, taskId: run.taskId, runId: run.id }
  return [...noticed(parts, { about: `run:${run.id}`, of }, wordsOfRun({ run, ...standing }, rules)), ...ofBudgets(parts, run, rules)]
}

/** The limits of a day that the cost of this run went over. */
function ofBudgets(parts: Parts, run: Run, rules: Rules): NewNotice[] {
  const cost = run.cost?.usd ?? 0
  if (cost <= 0 || run.finishedAt === null || run.finishedAt.slice(0, 10) !== parts.clock.now().slice(0, 10)) return []
  const { store } = parts
  const {
    taskId,
    config: { profileId },
  } = run
  const day = run.finishedAt.slice(0, 10)
  const since = `${day}T00:00:00.000Z`
  const profile = profileId ? store.profiles.find(profileId) : undefined
  const limits = [
    {
      id: 'all',
      whose: 'Yardmaster',
      limit: parts.settings()['spend.per_day_usd'],
      spent: () => store.runs.spent({ since }),
      of: { jobId: null, taskId: null, runId: null },
    },
    {
      id: taskId,
      whose: run.taskName,
      limit: store.tasks.find(taskId)?.spendLimit?.perDayUsd,
      spent: () => store.runs.spent({ since, taskId }),
      of: { jobId: run.jobId, taskId, runId: run.id },
    },
    {
      id: profileId ?? '',
      whose: `The profile “${profile?.name ?? ''}”`,
      limit: profile?.spendLimit?.perDayUsd,
      spent: () => (profileId ? store.runs.spent({ since, profileId }) : 0),
      of: { jobId: run.jobId, taskId, runId: run.id },
    },
  ]
  return limits.flatMap(({ id, whose, limit, spent, of }) =>
    typeof limit === 'number'
      ? noticed(parts, { about: `spent:${id}:${day}`, of }, wordsOfBudget({ whose, limit, spent: spent(), cost }, rules))
      : [],
  )
}

function ofJob(parts: Parts, { seq, jobId, status }: Happening, rules: Rules): NewNotice[] {
  const brief = jobId && status ? parts.store.jobs.brief(jobId) : undefined
  if (!brief || !status || brief.goal === null) return []
  const job = parts.store.jobs.find(brief.id)
  return job
    ? noticed(parts, { about: `job:${job.id}:${seq}`, of: { jobId: job.id, taskId: null, runId: null } }, wordsOfJob(job, status, rules))
    : []
}

function ofBreaker(parts: Parts, { taskId }: Happening, rules: Rules): NewNotice[] {
  const task = taskId && rules.includes('stopped') ? parts.store.tasks.find(taskId) : undefined
  if (!task?.breaker) return []
  const words: Words = {
    kind: 'stopped',
    title: `${task.name} no longer starts by itself`,
    body: `It failed ${task.breaker.failures} times in a row. Look at its last run, then let it start again`,
  }
  return noticed(
    parts,
    { about: `breaker:${task.id}:${task.breaker.openSince}`, of: { jobId: task.jobId, taskId: task.id, runId: task.lastRun?.id ?? null } },
    words,
  )
}

function ofMissed(parts: Parts, { seq, taskId }: Happening, rules: Rules): NewNotice[] {
  const task = taskId && rules.includes('missed') ? parts.store.tasks.find(taskId) : undefined
  const [last] = task ? parts.store.ticks.list({ taskId: task.id, outcome: 'missed' }, { limit: 1, offset: 0 }).items : []
  if (!task || !last) return []
  const words: Words = { kind: 'missed', title: `${task.name} was missed`, body: `Last due at ${last.dueAt}. ${last.reason ?? ''}` }
  return noticed(parts, { about: `missed:${seq}`, of: { jobId: task.jobId, taskId: task.id, runId: null } }, words)
}
