import type { Client } from '../../shared/contract/client.ts'
import { createDesktopNotices } from './notices.ts'
import { createTray, type TrayDoes } from './tray.ts'

/** The tray is drawn anew this often at the most. */
const drawEveryMs = 1_000

export interface PresenceParts {
  readonly client: Client
  /** Path of the tray's picture. */
  readonly icon: string
  readonly does: TrayDoes
  readonly failed: (error: unknown) => void
}

/** What is seen of the app beside its window: the tray, and notifications. Both read along with the journal. */
export async function startPresence({ client, icon, does, failed }: PresenceParts): Promise<AsyncDisposable> {
  const closing = new AbortController()
  const state = { desktop: true, drawing: undefined as ReturnType<typeof setTimeout> | undefined }
  const tray = createTray(client, icon, does)
  const notices = await createDesktopNotices(client, () => {
    does.show()
    does.choose('app.inbox')
  })

  const readSettings = async (): Promise<void> => {
    const settings = await client.settings.get({})
    if (settings.ok) state.desktop = settings.value['notices.desktop'].value === true
  }
  const draw = (): void => {
    state.drawing ??= setTimeout(() => {
      state.drawing = undefined
      tray.refresh().catch(failed)
    }, drawEveryMs).unref()
  }
  const readAlong = async (): Promise<void> => {
    for await (const events of client.events.follow({}, closing.signal)) {
      draw()
      if (events.some(({ type }) => type === 'settings.updated')) await readSettings()
      if (events.some(({ type }) => type === 'notice.created')) await notices.tell({ wanted: state.desktop })
    }
  }
  await Promise.all([readSettings(), tray.refresh()])
  const loop = readAlong().catch((error: unknown) => {
    if (!closing.signal.aborted) failed(error)
  })
  return {
    async [Symbol.asyncDispose]() {
      closing.abort()
      clearTimeout(state.drawing)
      await loop
      tray[Symbol.dispose]()
    },
  }
}
