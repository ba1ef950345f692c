import type { Service } from '../app/service.ts'

export interface HttpLog {
  info(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface HttpConfig {
  readonly service: Service
  readonly token: string
  /** The next free one is taken where this one is; 0 asks for any. */
  readonly port: number
  readonly version: string
  /** The built window, where a browser is to have it. */
  readonly staticDir?: string | undefined
  readonly log: HttpLog
  /** How long a reader of a stream may take nothing, or one of a web socket leave too much unread, before it is let go. */
  readonly slowReaderMs?: number | undefined
  /** Told of every call that was answered, by the route as it is declared. */
  readonly answered?:
    ((call: { readonly method: string; readonly route: string; readonly status: number; readonly seconds: number }) => void) | undefined
}
