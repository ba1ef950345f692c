import { existsSync, readFileSync } from 'node:fs'
import { createClient, type Client, type Wire } from '../shared/contract/client.ts'
import { createHttpWire, EngineUnreachable, StreamRefused } from '../shared/contract/http-wire.ts'
import type { Failure } from '../shared/model/failure.ts'
import type { Result } from '../shared/model/result.ts'
import { dataFolder, dataFolderPaths, ServerFile } from '../shared/machine/data-folder.ts'
import { Ended, endedBy, exitCodes, flagOf } from './exit.ts'
import { lightFetch } from './light-fetch.ts'

export interface Engine {
  readonly wire: Wire
  readonly client: Client
}

/** The running engine of this data folder; as a user, where YARDMASTER_TOKEN holds the token of one. */
export function reachEngine(home: string | undefined): Engine {
  const folder = dataFolder(home)
  const server = readServerFile(dataFolderPaths(folder).server)
  if (!server) throw notRunning(folder)
  const wire = speaking(
    createHttpWire({
      baseUrl: `http://127.0.0.1:${server.port}`,
      token: process.env['YARDMASTER_TOKEN'] || server.token,
      fetch: lightFetch,
    }),
    folder,
  )
  return { wire, client: createClient(wire) }
}

/** The wire, on which a silent engine and a refused stream end the command. */
function speaking(wire: Wire, folder: string): Wire {
  const ended = (error: unknown): unknown => {
    if (error instanceof EngineUnreachable) return notRunning(folder)
    return error instanceof StreamRefused ? endedBy(error.failure) : error
  }
  return {
    call: (name, input) =>
      wire.call(name, input).catch((error: unknown) => {
        throw ended(error)
      }),
    async *open(name, input, abort) {
      try {
        yield* wire.open(name, input, abort)
      } catch (error) {
        throw ended(error)
      }
    },
  }
}

export const notRunning = (folder: string): Ended =>
  new Ended(
    exitCodes.noEngine,
    `No engine runs on ${folder}. Start one with \`yardmaster serve\`, or open the window with \`yardmaster\`; --home chooses another data folder.`,
  )

export function readServerFile(file: string): ServerFile | undefined {
  if (!existsSync(file)) return undefined
  try {
    return ServerFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/**
 * The value of an answer; a refusal ends the command.
 *
 * @param named how a field that is not right is named: by its flag, unless it stands in a document
 */
export async function value<Value>(call: Promise<Result<Value, Failure>>, named = flagOf): Promise<Value> {
  const result = await call
  if (result.ok) return result.value
  throw endedBy(result.failure, named)
}
