import { maskedValue } from '../../shared/model/profile.ts'

/** `amqp://user:` · the password · `@host/vhost` */
const parts = /^(amqps?:\/\/[^:@/]*:)(.*)(@[^@]*)$/

/** A broker's address as everybody may see it. */
export const maskedAddress = (url: string): string => url.replace(parts, `$1${maskedValue}$3`)

/** What was asked for, with the password as it was before where it was sent back masked. */
export function unmaskedAddress(asked: string, before: string): string {
  const password = parts.exec(before)?.[2]
  const given = parts.exec(asked)
  return given?.[2] === maskedValue && password !== undefined ? `${given[1] ?? ''}${password}${given[3] ?? ''}` : asked
}
