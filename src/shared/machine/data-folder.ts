import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'

/** Where everything is kept: `--home`, else YARDMASTER_HOME, else the platform's folder for application data. Absolute. */
export function dataFolder(fromArgument?: string): string {
  return resolve(fromArgument || process.env['YARDMASTER_HOME'] || platformFolder())
}

function platformFolder(): string {
  if (process.platform === 'win32') return join(process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'Yardmaster')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Yardmaster')
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'yardmaster')
}

/** What lies in the data folder, by the one name that every program uses. */
export const dataFolderPaths = (home: string) => ({
  home,
  database: join(home, 'yardmaster.db'),
  backups: join(home, 'backups'),
  logs: join(home, 'logs'),
  /** The local agent's own records. */
  agent: join(home, 'agent'),
  /** The owner's token; mode 0600. */
  token: join(home, 'token'),
  /** What users’ tokens are signed with; mode 0600, or sealed by the operating system. */
  signingSecret: join(home, 'signing-secret'),
  /** What secrets in the database are sealed with, itself sealed by the operating system. */
  secretsKey: join(home, 'secrets-key.sealed'),
  /** Where the running engine listens; written when it does, removed at a clean end; mode 0600. */
  server: join(home, 'server.json'),
  /** Held by the one engine that owns the folder. */
  lock: join(home, 'engine.lock'),
  /** The engine's own log. */
  engineLog: join(home, 'engine.log'),
})
export type DataFolderPaths = ReturnType<typeof dataFolderPaths>

/** The content of `server.json`. */
export const ServerFile = z.object({
  port: z.int(),
  pid: z.int(),
  token: z.string(),
  version: z.string(),
  started_at: z.string(),
})
export type ServerFile = z.infer<typeof ServerFile>
