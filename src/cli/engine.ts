import { existsSync, readFileSync } from 'node:fs'
import { createClient, type Client, type Wire } from '../shared/contract/client.ts'
import { createHttpWire, EngineUnreachable } from '../shared/contract/http-wire.ts'
import type { Failure } from '../shared/model/failure.ts'
import type { Result } from '../shared/model/result.ts'
import { dataFolder, dataFolderPaths, ServerFile } from '../shared/machine/data-folder.ts'
import { Ended, endedBy, exitCodes } from './exit.ts'

export interface Engine { readonly wire: Wire; readonly client: Client }

/** The running engine of this data folder. */
export function reachEngine(home: string | undefined): Engine {
  const folder = dataFolder(home)
  const server = readServerFile(dataFolderPaths(folder).server)
  if (!server) throw notRunning(folder)
  const wire = createHttpWire({ baseUrl: `http://127.0.0.1:${server.port}`, token: server.token, fetch: globalThis.fetch })
  return { wire, client: createClient(wire) }
}

export const notRunning = (folder: string): Ended =>
  new Ended(exitCodes.noServer, `No engine runs on ${folder}. Start one with \`yardmaster serve\`, or open the window with \`yardmaster\`; --home chooses another data folder.`)

export function readServerFile(file: string): ServerFile | undefined {
  if (!existsSync(file)) return undefined
  try {
    return ServerFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}

/** The value of an answer; a refusal ends the command. */
export async function value<Value>(call: Promise<Result<Value, Failure>>, home?: string): Promise<Value> {
  try {
    const result = await call
    if (result.ok) return result.value
    throw endedBy(result.failure)
  } catch (error) {
    if (error instanceof EngineUnreachable) throw notRunning(dataFolder(home))
    throw error
  }
}
