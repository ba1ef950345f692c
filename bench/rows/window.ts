import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { startEngine, value } from '../../src/main/app/engine.fixture.ts'
import { median, type Bench, type Row } from '../harness.ts'
import { withServer } from './programs.ts'

/*
 * The window in a real Chromium, which draws without a graphics card here. A frame was missed where the next one came more
 * than 20 ms after the one before it: at sixty a second they come every 16.7 ms, and after a missed one 33.
 */

const jobs = 10_000
const tasksOfEach = 10
const size = `${jobs.toLocaleString('en')} jobs, ${(jobs * tasksOfEach).toLocaleString('en')} tasks`
const watchedMs = 3_000
const selections = 20

export const windowSelect: Row = {
  name: 'window select',
  work: `a click on a job to its tasks on the screen, ${size}: median of ${selections}`,
  reference: 'one frame of an empty page',
  aim: '< 50 ms',
  reached: (_ratio, { ours }) => ours < 50,
  unit: 'ms',
  rounds: 3,
  prepare: (folder) =>
    inWindow(folder, async (page, empty) => ({
      ours: async () => median(await inFront(page, clickJobs, selections)),
      reference: async () => median(await inFront(empty, framesOf, watchedMs)),
    })),
}

export const windowScroll = framesRow({
  name: 'window scroll',
  work: 'all tasks are scrolled through',
  frames: scrollTasks,
  async ready(page) {
    await page.getByRole('treeitem').filter({ hasText: 'All tasks' }).click()
    await page.getByRole('listbox', { name: 'Tasks' }).getByRole('option').first().waitFor()
  },
})

export const windowLog = framesRow({
  name: 'window log',
  work: '2,000 lines of a log arrive in a second',
  frames: framesOf,
  async ready(page) {
    await page.getByLabel('Filter jobs').fill('Loud')
    await page.getByRole('treeitem').filter({ hasText: 'Loud' }).click()
    await page.getByRole('listbox', { name: 'Tasks' }).getByRole('option').first().click()
    await page.getByRole('button', { name: 'Run now' }).click()
    await page.getByRole('log').getByText('100', { exact: true }).first().waitFor()
  },
})

interface Drawn {
  readonly name: string
  /** While it happens, frames are counted. */
  readonly work: string
  readonly frames: (forMs: number) => Promise<number[]>
  ready(page: Page): Promise<void>
}

function framesRow({ name, work, frames, ready }: Drawn): Row {
  return {
    name,
    work: `frames that came in time while ${work}, ${size}`,
    reference: 'an empty page',
    aim: '>= 95 %',
    reached: (_ratio, { ours }) => ours >= 95,
    unit: '%',
    rounds: 3,
    prepare: (folder) =>
      inWindow(folder, async (page, empty) => {
        await ready(page)
        return {
          ours: async () => inTime(await inFront(page, frames, watchedMs)),
          reference: async () => inTime(await inFront(empty, framesOf, watchedMs)),
        }
      }),
  }
}

/** A page that nobody sees is not drawn. */
async function inFront(page: Page, measure: (most: number) => Promise<number[]>, most: number): Promise<number[]> {
  await page.bringToFront()
  return page.evaluate(measure, most)
}

const inTime = (frames: readonly number[]): number => (100 * frames.filter((ms) => ms <= 20).length) / frames.length

/** A page with the window of an engine that has much to show, and an empty one. */
async function inWindow(folder: string, measure: (page: Page, empty: Page) => Promise<Bench>): Promise<Bench> {
  await fill(folder)
  const done = Promise.withResolvers<void>()
  const server = withServer(folder, async (answered) => {
    await answered()
    await done.promise
  })
  while (!existsSync(join(folder, 'server.json'))) await new Promise((resolve) => setTimeout(resolve, 20))
  const { port, token } = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as { port: number; token: string }
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(`http://127.0.0.1:${port}/#token=${token}`)
  await page
    .getByRole('treeitem')
    .filter({ hasText: /Job \d/ })
    .first()
    .waitFor({ timeout: 60_000 })
  const empty = await browser.newPage()
  await page.bringToFront()
  const bench = await measure(page, empty)
  return {
    ...bench,
    async close() {
      await browser.close()
      done.resolve()
      await server
    },
  }
}

/** One loud job through the door, and the others as copies of it past the engine. */
async function fill(folder: string): Promise<void> {
  const engine = startEngine(folder)
  const job = value(await engine.client.jobs.create({ name: 'Loud' }))
  const task = value(
    await engine.client.tasks.create({ name: 'Loud', command: 'for i in $(seq 2000); do seq 100; sleep 0.05; done', jobId: job.id }),
  )
  await engine[Symbol.asyncDispose]()
  const database = new Database(join(folder, 'yardmaster.db'))
  copy(database, 'jobs', job.id, jobs - 1, { id: idOf('j'), name: `'Job ' || j || ' of many'` }, 1)
  copy(
    database,
    'tasks',
    task.id,
    jobs - 1,
    { id: idOf(`j * ${tasksOfEach} + k`), job_id: idOf('j'), name: `'Task ' || j || '.' || k`, place: 'k' },
    tasksOfEach,
  )
  database.close()
}

const idOf = (number: string): string => `printf('01920000-0000-7000-8000-%012x', ${number})`

/** Rows like the one with this id, but for the columns that are named: `of` rows, `k` from 0, for each `j` from 1 to `count`. */
function copy(
  database: Database.Database,
  table: string,
  id: string,
  count: number,
  changed: Readonly<Record<string, string>>,
  of: number,
): void {
  const columns = (database.pragma(`table_info(${table})`) as readonly { name: string }[]).map(({ name }) => name)
  const values = columns.map((name) => changed[name] ?? `row.${name}`)
  database
    .prepare(
      `
    with recursive js (j) as (select 1 union all select j + 1 from js where j < :count), ks (k) as (select 0 union all select k + 1 from ks where k < :of - 1)
    insert into ${table} (${columns.join(', ')})
    select ${values.join(', ')}
    from ${table} row, js, ks
    where row.id = :id`,
    )
    .run({ id, count, of })
}

/* What follows runs in the page. */

/** How long each frame took, in milliseconds. */
function framesOf(forMs: number): Promise<number[]> {
  return new Promise((resolve) => {
    const frames: number[] = []
    const next =
      (before: number, until: number) =>
      (now: number): void => {
        frames.push(now - before)
        if (now < until) requestAnimationFrame(next(now, until))
        else resolve(frames)
      }
    requestAnimationFrame((first) => requestAnimationFrame(next(first, first + forMs)))
  })
}

function scrollTasks(forMs: number): Promise<number[]> {
  return new Promise((resolve) => {
    const list = document.querySelector('[role=listbox][aria-label=Tasks]')
    const frames: number[] = []
    const next =
      (before: number, until: number) =>
      (now: number): void => {
        frames.push(now - before)
        list?.scrollBy(0, 120)
        if (now < until) requestAnimationFrame(next(now, until))
        else resolve(frames)
      }
    requestAnimationFrame((first) => requestAnimationFrame(next(first, first + forMs)))
  })
}

/** Clicks jobs that are in sight, one after the other; how long each took until its first task was there, in milliseconds. */
async function clickJobs(times: number): Promise<number[]> {
  const shown = [...document.querySelectorAll<HTMLElement>('[role=treeitem]')].filter((row) => /Job \d/.test(row.textContent ?? ''))
  const took: number[] = []
  for (let nth = 0; nth < times; nth++) {
    const row = shown[nth % shown.length]
    const name = /Job (\d+) of/.exec(row?.textContent ?? '')?.[1]
    const start = performance.now()
    row?.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }))
    row?.click()
    while (!document.querySelector('[role=listbox][aria-label=Tasks] [role=option]')?.textContent?.includes(`Task ${name}.`))
      await new Promise(requestAnimationFrame)
    took.push(performance.now() - start)
  }
  return took
}
