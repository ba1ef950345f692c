import { readFileSync } from 'node:fs'

export interface BrokerConnection {
  readonly url: string
  /** Small frames are sent at once: held back (Nagle), each waits 40 ms for the other side's delayed acknowledgement. */
  readonly noDelay: true
  readonly tls?: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer }
}

/** Files of certificates, as RabbitMQ’s own clients name them in an address. */
const files = { cacertfile: 'ca', certfile: 'cert', keyfile: 'key' } as const

/**
 * A broker's address as a connection wants it. With TLS the broker has to prove who it is: to an authority that this
 * machine trusts, or to the one whose file stands in the address, `amqps://…?cacertfile=/path/ca.pem`.
 *
 * @throws where such a file cannot be read
 */
export function brokerConnection(url: string): BrokerConnection {
  if (!url.startsWith('amqps:')) return { url, noDelay: true }
  const asked = new URL(url).searchParams
  const tls = Object.entries(files).flatMap(([name, part]) => {
    const file = asked.get(name)
    return file === null ? [] : [[part, read(name, file)]]
  })
  return { url, noDelay: true, tls: Object.fromEntries(tls) as NonNullable<BrokerConnection['tls']> }
}

function read(name: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Error(
      `The broker’s address names ${file} as its ${name}, which cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

const untrusted: readonly unknown[] = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
]

/** Why a connection to a broker did not come about, and what to do where that is known. */
export function connectionProblem(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(connectionProblem).join(', ')
  if (!(error instanceof Error)) return String(error)
  const said = error.message || error.name
  if ('code' in error && untrusted.includes(error.code))
    return `its certificate is not trusted (${said}). Name its authority in the address: ?cacertfile=/path/ca.pem`
  return refusals.flatMap(([words, meant]) => words.exec(said)?.slice(1).map(meant) ?? []).at(0) ?? said
}

/** What RabbitMQ says to those whom it does not let in, or not far enough; the last name in it is what stands in the sentence. */
const refusals: readonly (readonly [RegExp, (name: string) => string])[] = [
  [
    /(Login) was refused/,
    () => 'it refuses the user or the password. A sign in the password that is no letter or digit is written as %40 in the address',
  ],
  [/vhost (.+) not found/, (vhost) => `it has no virtual host ${vhost}: rabbitmqctl add_vhost ${vhost}`],
  [/access to vhost .+ refused for user '(.+)'/, (user) => `its user ${user} may not use this virtual host: ${permit(user)}`],
  [
    /access to (?:exchange|queue) .+ refused for user '(.+)'/,
    (user) => `its user ${user} may not declare, write and read everything there: ${permit(user)}`,
  ],
]

const permit = (user: string): string => `rabbitmqctl set_permissions -p VHOST ${user} '.*' '.*' '.*'`
