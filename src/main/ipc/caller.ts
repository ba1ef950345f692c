import { createClient, type Client } from '../../shared/contract/client.ts'
import { ownersRights } from '../../shared/model/scope.ts'
import { localUser } from '../../shared/model/user.ts'
import type { Caller, Service } from '../app/service.ts'

/** The window, and whatever else of the app stands on the desktop, calls for the machine’s owner. */
export const desktopCaller = (newId: () => string): Caller => ({
  actor: localUser.id,
  user: localUser,
  via: 'window',
  scopes: ownersRights,
  requestId: newId(),
  traceId: newId(),
})

/** What the main process itself asks of the engine: through the same door as the window. */
export const createOwnClient = (service: Service, newId: () => string): Client =>
  createClient({
    call: async (name, input) => (await service.call(name, input, desktopCaller(newId))).result,
    async *open(name, input, abort) {
      const answer = await service.open(name, input, desktopCaller(newId), abort)
      if (!answer.ok) throw new Error(answer.failure.message)
      yield* answer.value
    },
  })
