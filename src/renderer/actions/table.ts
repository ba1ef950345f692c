import type { Client } from '../../shared/contract/client.ts'
import { useStore } from '../state/store.ts'
import type { Action, ActionContext } from './define.ts'
import { goalActions } from './goals.ts'
import { jobActions } from './jobs.ts'
import { movingActions } from './moving.ts'
import { placeActions } from './place.ts'
import { runActions } from './runs.ts'
import { taskActions } from './tasks.ts'
import { viewActions } from './view.ts'
import { openingActions } from './views.ts'

/** Everything that a person can do, in one table. */
export const actions: readonly Action[] = [
  ...jobActions,
  ...placeActions,
  ...goalActions,
  ...taskActions,
  ...runActions,
  ...movingActions,
  ...openingActions,
  ...viewActions,
]

const byId = new Map(actions.map((action) => [action.id, action]))

export function actionAt(id: string): Action {
  const action = byId.get(id)
  if (!action) throw new Error(`There is no action ${id}`)
  return action
}

export const contextNow = (client: Client): ActionContext => ({ client, state: useStore.getState() })

/** Does it, unless it cannot be done now. */
export function perform(client: Client, action: Action): void {
  const context = contextNow(client)
  if (action.unavailable(context) === undefined) void action.perform(context)
}

/** For the app's own menu, which knows actions by their ids; an id that is not known is left alone. */
export function performById(client: Client, id: string): void {
  const action = byId.get(id)
  if (action) perform(client, action)
}
