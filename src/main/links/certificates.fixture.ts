import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** A certificate for this machine, and the authority that signed it: files of openssl, made on the spot. */
export interface Certificate {
  readonly authority: string
  readonly certificate: string
  readonly key: string
}

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

export const hasOpenSsl = existsSync('/usr/bin/openssl')

export function makeCertificate(folder: string): Certificate {
  mkdirSync(folder, { recursive: true })
  const at = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): void => void execFileSync('openssl', args, { stdio: 'ignore' })
  openssl(
    'req',
    '-x509',
    ...key,
    '-days',
    '2',
    '-subj',
    `/CN=authority ${basename(folder)}`,
    '-keyout',
    at('authority.key'),
    '-out',
    at('authority.pem'),
  )
  openssl('req', '-new', ...key, '-subj', '/CN=localhost', '-keyout', at('broker.key'), '-out', at('broker.csr'))
  writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  openssl(
    'x509',
    '-req',
    '-in',
    at('broker.csr'),
    '-CA',
    at('authority.pem'),
    '-CAkey',
    at('authority.key'),
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    at('names'),
    '-out',
    at('broker.pem'),
  )
  chmodSync(at('broker.key'), 0o644)
  return { authority: at('authority.pem'), certificate: at('broker.pem'), key: at('broker.key') }
}
