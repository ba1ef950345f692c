import { ipcMain, type IpcMainEvent, type IpcMainInvokeEvent, type WebContents } from 'electron'
import { operationAt, type OperationName } from '../../shared/contract/index.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { Result } from '../../shared/model/result.ts'
import type { Service } from '../app/service.ts'
import { desktopCaller } from './caller.ts'

export interface BridgeConfig {
  readonly service: Service
  readonly newId: () => string
  /** The address of the app's own page: nothing else is answered. */
  readonly page: string
  /** Streams of the app's own, beside those of the contract: what the menu asks the window to do. */
  readonly own: Readonly<Record<string, (abort: AbortSignal) => AsyncIterable<readonly unknown[]>>>
  /** Calls of the app's own: what only the desktop can do for the window. */
  readonly ownCalls: Readonly<Record<string, (input: unknown) => Promise<Result<unknown, Failure>>>>
}

/** Answers the window. What comes from it is unknown until the door has parsed it. */
export function answerWindow({ service, newId, page: ownPage, own, ownCalls }: BridgeConfig): void {
  const streams = new Map<string, AbortController>()
  const caller = () => desktopCaller(newId)

  ipcMain.handle('call', async (event, name: unknown, input: unknown) => {
    if (!isFrom(ownPage, event)) return refusal(name)
    if (typeof name === 'string' && Object.hasOwn(ownCalls, name)) return await ownCalls[name]?.(input)
    if (!isOperation(name)) return refusal(name)
    return (await service.call(name, input, caller())).result
  })
  ipcMain.on('open', (event, id: unknown, name: unknown, input: unknown) => {
    if (!isFrom(ownPage, event) || typeof id !== 'number' || typeof name !== 'string') return
    const page = event.sender
    const key = `${page.id}:${id}`
    const closing = new AbortController()
    streams.set(key, closing)
    const gone = (): void => closing.abort()
    page.once('destroyed', gone)
    page.once('did-navigate', gone)
    void pass(page, id, opened(name, input, closing.signal), closing.signal).finally(() => {
      streams.delete(key)
      page.off('destroyed', gone)
      page.off('did-navigate', gone)
    })
  })
  ipcMain.on('close', (event, id: unknown) => streams.get(`${event.sender.id}:${String(id)}`)?.abort())

  async function* opened(name: string, input: unknown, abort: AbortSignal): AsyncGenerator<readonly unknown[]> {
    const stream = own[name]
    if (stream) {
      yield* stream(abort)
      return
    }
    if (!isOperation(name)) throw new Error(`There is no stream ${name}`)
    const answer = await service.open(name, input, caller(), abort)
    if (!answer.ok) throw new Error(answer.failure.message)
    yield* answer.value
  }
}

/** Each batch is handed over before the next is asked for, so that a flood waits where it comes from. */
async function pass(page: WebContents, stream: number, batches: AsyncIterable<readonly unknown[]>, abort: AbortSignal): Promise<void> {
  const tell = (told: object): void => {
    if (!page.isDestroyed() && !abort.aborted) page.send('stream', { stream, ...told })
  }
  try {
    for await (const items of batches) {
      tell({ items })
      await new Promise(setImmediate)
    }
    tell({ ended: true })
  } catch (error) {
    tell({ ended: true, failure: error instanceof Error ? error.message : String(error) })
  }
}

/** Only the app's own page, and only its top frame. */
const isFrom = (page: string, event: IpcMainEvent | IpcMainInvokeEvent): boolean =>
  event.senderFrame !== null &&
  event.senderFrame.parent === null &&
  event.senderFrame.url.split(/[?#]/)[0]?.replace(/\/$/, '') === page.replace(/\/$/, '')

const isOperation = (name: unknown): name is OperationName => typeof name === 'string' && operationAt(name) !== undefined

const refusal = (name: unknown) => ({
  ok: false,
  failure: {
    kind: 'not_found',
    message: `There is no operation ${String(name).slice(0, 100)}`,
    entity: 'operation',
    id: String(name).slice(0, 100),
  },
})
