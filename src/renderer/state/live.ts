import type { Client } from '../../shared/contract/client.ts'
import { EngineUnreachable, StreamRefused } from '../../shared/contract/http-wire.ts'
import type { JournalEvent } from '../../shared/model/event.ts'
import { loadJobs, loadSettings, loadSummary, peekJobs } from './engine.ts'
import { afterEvents } from './events.ts'
import { loadMe } from './me.ts'
import { beginNotices, tellNotices } from './notices.ts'
import { loadProfiles } from './profiles.ts'
import { outdated } from './paged.ts'
import { selectOnlyJob } from './selection.ts'
import { useStore } from './store.ts'

/** What the engine says to who may not look at all. */
const turnedAway: Readonly<Record<string, 'refused' | 'powerless'>> = { unauthenticated: 'refused', forbidden: 'powerless' }

/** Changes come on the screen together, at most this often. */
const showEveryMs = 50
const tryAgainAfterMs = 1_000

/**
 * Reads along with the journal for as long as the page lives. First the number of the newest event, then everything there
 * is, then every event since: what changes while it is being read arrives afterwards, and nothing is missed.
 */
export async function follow(client: Client, abort: AbortSignal): Promise<void> {
  void peekJobs(client).catch(() => {})
  while (!abort.aborted) {
    try {
      const newest = await client.events.list({ after: 0, limit: 1 })
      if (!newest.ok) {
        useStore.setState({ connection: turnedAway[newest.failure.kind] ?? 'away' })
        if (turnedAway[newest.failure.kind]) return
      } else {
        await readEverything(client)
        await readAlong(client, newest.value.last, abort)
      }
    } catch (error) {
      if (error instanceof StreamRefused && error.failure.kind === 'unauthenticated') return useStore.setState({ connection: 'refused' })
      if (!(error instanceof EngineUnreachable) && !abort.aborted) console.error(error)
    }
    if (abort.aborted) return
    useStore.setState({ connection: 'away' })
    await new Promise((resolve) => setTimeout(resolve, tryAgainAfterMs))
  }
}

async function readEverything(client: Client): Promise<void> {
  await Promise.all([
    loadMe(client),
    loadJobs(client),
    loadSummary(client),
    loadSettings(client),
    loadProfiles(client),
    beginNotices(client),
  ])
  // What was read before the connection was lost may be old: it stays on the screen until it has been read again.
  useStore.setState((state) => ({
    connection: 'live',
    changedAt: new Map(),
    loadedJobs: new Set(),
    lists: new Map([...state.lists].map(([key, list]) => [key, outdated(list)])),
  }))
  selectOnlyJob()
}

async function readAlong(client: Client, after: number, abort: AbortSignal): Promise<void> {
  const shown = { waiting: [] as JournalEvent[], timer: undefined as ReturnType<typeof setTimeout> | undefined }
  const show = (): void => {
    shown.timer = undefined
    const events = shown.waiting.splice(0)
    useStore.setState((state) => afterEvents(state, events))
    if (events.some((event) => event.type === 'notice.created')) void tellNotices(client).catch(() => {})
    void loadSummary(client).catch(() => {})
    if (events.some((event) => event.type === 'profiles.updated')) void loadProfiles(client).catch(() => {})
    if (events.some((event) => event.type === 'settings.updated')) void loadSettings(client).catch(() => {})
  }
  for await (const events of client.events.follow({ after }, abort)) {
    if (events.some((event) => event.type === 'journal.pruned')) await readEverything(client)
    shown.waiting.push(...events)
    shown.timer ??= setTimeout(show, showEveryMs)
  }
}
