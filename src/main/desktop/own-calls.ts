import { join } from 'node:path'
import { nativeTheme, shell } from 'electron'
import { z } from 'zod'
import type { Client } from '../../shared/contract/client.ts'
import { RunId } from '../../shared/model/ids.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { fail, ok, type Result } from '../../shared/model/result.ts'

const Theme = z.strictObject({ theme: z.enum(['system', 'light', 'dark']) })
const OneRun = z.strictObject({ runId: RunId })

/** What the window asks of the desktop itself, and no engine can do: each input is checked as at the door. */
export const ownCalls = ({
  client,
  logs,
}: {
  readonly client: Client
  readonly logs: string
}): Readonly<Record<string, (input: unknown) => Promise<Result<unknown, Failure>>>> => ({
  /** Menus, dialogs and the frame look as the window does. */
  'window.theme': async (input) => {
    const asked = Theme.safeParse(input)
    if (!asked.success) return refused(asked.error.message)
    nativeTheme.themeSource = asked.data.theme
    return ok({})
  },
  /** Only the log of a run that there is: no other file is ever opened. */
  'window.openLog': async (input) => {
    const asked = OneRun.safeParse(input)
    if (!asked.success) return refused(asked.error.message)
    const run = await client.runs.get(asked.data)
    if (!run.ok) return run
    const problem = await shell.openPath(join(logs, `${run.value.id}.log`))
    return problem === '' ? ok({}) : refused(`The log was not opened: ${problem}. Save it as a file instead.`)
  },
})

const refused = (message: string): Result<never, Failure> => fail({ kind: 'bad_request', message })
