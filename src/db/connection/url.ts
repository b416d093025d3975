/**
 * Reads connection URLs as libpq writes them (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS).
 *
 * No error of this file quotes a piece of the URL that could be part of the password.
 */
import { type Message, Unavailable } from '../../errors.ts'
import { isAddress, isIPv6 } from './address.ts'

export type SslMode = (typeof sslModes)[number]
export type SslNegotiation = (typeof sslNegotiations)[number]
export type SessionAttrs = (typeof sessionAttrs)[number]
export type ServerHost =
  | { readonly host: string; readonly port: number }
  /** `resident`: the process behind it serves the embedded database of this folder. */
  | { readonly socket: string; readonly resident?: { readonly folder: string; readonly pid: number | undefined } }

/** A PostgreSQL server: its hosts, and how to sign in. */
export interface ServerTarget {
  /** Tried in this order. `socket` is the path of the socket file itself. */
  readonly hosts: readonly ServerHost[]
  readonly user: string
  readonly password?: string
  readonly database: string
  /** As written in the URL. Without one, `sslModeAt` chooses for each host. */
  readonly sslmode?: SslMode
  /** Path of a file with the certificates of the authorities, or `system`. */
  readonly sslrootcert?: string
  /** `direct`: TLS begins at once, as servers understand it from PostgreSQL 17 on. By default they are asked for it first. */
  readonly sslnegotiation?: SslNegotiation
  readonly targetSessionAttrs: SessionAttrs
  /** Milliseconds for one host. Without it only the deadline for all hosts together holds. */
  readonly connectTimeoutMs?: number
  readonly applicationName?: string
}

const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
const sslNegotiations = ['postgres', 'direct'] as const
/** As in libpq: who begins with TLS cannot do without it. */
const encrypted: readonly (SslMode | undefined)[] = ['require', 'verify-ca', 'verify-full']
const sessionAttrs = ['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'] as const
const parameters = [
  'sslmode',
  'sslrootcert',
  'sslnegotiation',
  'target_session_attrs',
  'connect_timeout',
  'application_name',
  'host',
]
const defaultPort = 5432

/**
 * Reads a connection URL: `postgres://`, `postgresql://`, `postgresql+driver://`, several hosts, `[IPv6]`, socket folders.
 * Without a host it is `localhost`, without a database the user's name.
 *
 * @param o.name the variable that holds the URL, for the error. Default `DATABASE_URL`
 * @param o.user the user when the URL names none
 * @throws Unavailable the URL is not understood, or holds an unknown parameter or a `$` that a shell should have expanded
 */
export function parseDatabaseUrl(
  url: string,
  o: { name?: string; readonly user?: string | undefined } = {},
): ServerTarget {
  const bad = (why: Message): Unavailable =>
    new Unavailable((t) => `${t.config.url.where({ name: o.name ?? 'DATABASE_URL' })} ${why(t)}`)
  if (url.includes('$')) throw bad((t) => t.config.url.dollar)
  const parts = /^postgres(?:ql)?(?:\+[a-z0-9_]+)?:\/\/([^/?]*)(?:\/([^?]*))?(?:\?(.*))?$/is.exec(url.trim())
  if (!parts) throw bad((t) => t.config.url.scheme)
  const [, authority = '', path = '', query = ''] = parts
  const at = authority.lastIndexOf('@')
  // An unencoded character has cut the URL inside the password, so no error may quote what follows.
  if (`${path}${query}`.includes('@')) throw bad((t) => t.config.url.unencoded)

  const decoded = (text: string): string => decode(text, bad)
  const credentials = at < 0 ? '' : authority.slice(0, at)
  const colon = credentials.indexOf(':')
  const user = decoded(colon < 0 ? credentials : credentials.slice(0, colon)) || o.user
  if (!user) throw bad((t) => t.config.url.user)
  const password = colon < 0 ? '' : decoded(credentials.slice(colon + 1))
  const given = parseQuery(query, decoded, bad)

  const written = authority.slice(at + 1)
  const inQuery = given.get('host')
  const hosts = inQuery
    ? hostList(inQuery.split(','), portsOf(written, bad), bad)
    : hostList(written.split(',').map(decoded), [], bad)
  const seconds = given.get('connect_timeout')
  if (seconds !== undefined && !/^\d{1,6}$/.test(seconds)) {
    throw bad((t) => t.config.url.seconds({ parameter: 'connect_timeout' }))
  }
  const sslrootcert = given.get('sslrootcert')
  // As libpq: the system's authorities certify names only, so they imply verify-full.
  const asked = choice('sslmode', given.get('sslmode'), sslModes, bad)
  const sslmode = sslrootcert === 'system' ? 'verify-full' : asked
  const sslnegotiation = choice('sslnegotiation', given.get('sslnegotiation'), sslNegotiations, bad)
  if (sslnegotiation === 'direct' && !encrypted.includes(sslmode)) throw bad((t) => t.config.url.direct)
  const applicationName = given.get('application_name')
  return {
    hosts,
    user,
    ...(password && { password }),
    database: decoded(path) || user,
    ...(sslmode && { sslmode }),
    ...(sslrootcert && { sslrootcert }),
    ...(sslnegotiation && { sslnegotiation }),
    targetSessionAttrs: choice('target_session_attrs', given.get('target_session_attrs'), sessionAttrs, bad) ?? 'any',
    ...(Number(seconds) > 0 && { connectTimeoutMs: Number(seconds) * 1000 }),
    ...(applicationName && { applicationName }),
  }
}

/**
 * The target that `POSTGRES_USER`, `_PASSWORD`, `_HOST`, `_PORT` and `_DB` describe. A host that begins with `/` is a socket folder.
 *
 * @throws Unavailable the port or the host is not one
 */
export function targetOfParts(o: {
  user: string
  password: string
  host: string
  port: string
  database: string
}): ServerTarget {
  const bad = (name: string, why: Message): Unavailable =>
    new Unavailable((t) => `${t.config.url.where({ name })} ${why(t)}`)
  const port = portOf(o.port, (why) => bad('POSTGRES_PORT', why))
  const hosts = hostList([o.host], [port], (why) => bad('POSTGRES_HOST', why))
  return { hosts, user: o.user, password: o.password, database: o.database, targetSessionAttrs: 'any' }
}

/** The host as people write it: `db.example.org:5432`, `[::1]:5432`, the socket's path, or the folder of the embedded database. */
export function describeHost(host: ServerHost): string {
  if ('socket' in host) return host.resident?.folder ?? host.socket
  return `${isIPv6(host.host) ? `[${host.host}]` : host.host}:${host.port}`
}

/** The target as `host:port/database`, with all hosts and without a secret. */
export function describe(target: ServerTarget): string {
  return `${target.hosts.map(describeHost).join(',')}/${target.database}`
}

/** The sslmode for a host: as written, else `disable` on this machine and `require` for any other. As in libpq, a socket is never encrypted. */
export function sslModeAt(target: ServerTarget, host: ServerHost): SslMode {
  if ('socket' in host) return 'disable'
  return target.sslmode ?? (isLoopback(host.host) ? 'disable' : 'require')
}

/** The sslmode that holds for a host. As in libpq, `require` with a root certificate verifies like `verify-ca`. */
export function tlsMode(target: ServerTarget, host: ServerHost): SslMode {
  const asked = sslModeAt(target, host)
  return asked === 'require' && target.sslrootcert ? 'verify-ca' : asked
}

/** Whether a host is on this machine and plain: then it is connected to at once, or refuses at once. */
export const isHere = (target: ServerTarget, host: ServerHost): boolean =>
  ('socket' in host || isLoopback(host.host)) && tlsMode(target, host) === 'disable'

/** Whether a host is this machine, however it is written: `localhost`, 127.0.0.0/8, `::1`, `::ffff:127.0.0.1`. */
export function isLoopback(host: string): boolean {
  if (isAddress(host)) return /^127\./.test(host) || /^(0*:)*:?0*1$/.test(host) || /^::ffff:127\./i.test(host)
  return /^localhost\.?$/i.test(host)
}

function decode(text: string, bad: (why: Message) => Unavailable): string {
  let plain: string
  try {
    plain = decodeURIComponent(text)
  } catch {
    throw bad((t) => (/%(?![\da-f]{2})/i.test(text) ? t.config.url.encoding : t.config.url.bytes))
  }
  // A NUL would end the value inside the start-up message, and what follows would become a setting.
  if (/[\0-\x1f\x7f]/.test(plain)) throw bad((t) => t.config.url.control)
  return plain
}

function parseQuery(
  query: string,
  decoded: (text: string) => string,
  bad: (why: Message) => Unavailable,
): Map<string, string> {
  const given = new Map<string, string>()
  for (const pair of query.split('&').filter(Boolean)) {
    const equals = pair.indexOf('=')
    const parameter = decoded(equals < 0 ? pair : pair.slice(0, equals))
    if (!parameters.includes(parameter)) {
      throw bad((t) => t.config.url.parameter({ parameter, known: parameters.join(', ') }))
    }
    if (given.has(parameter)) throw bad((t) => t.config.url.twice({ parameter }))
    given.set(parameter, equals < 0 ? '' : decoded(pair.slice(equals + 1)))
  }
  return given
}

function choice<T extends string>(
  parameter: string,
  value: string | undefined,
  allowed: readonly T[],
  bad: (why: Message) => Unavailable,
): T | undefined {
  if (!value) return undefined
  const found = allowed.find((one) => one === value)
  if (!found) throw bad((t) => t.config.url.choice({ parameter, known: allowed.join(', ') }))
  return found
}

/** The ports before a socket folder that the query names: `postgresql://:5433/db?host=/run/postgresql`. */
function portsOf(written: string, bad: (why: Message) => Unavailable): number[] {
  return written
    .split(',')
    .map((one) => /:(\d+)$/.exec(one)?.[1])
    .flatMap((port) => (port ? [portOf(port, bad)] : []))
}

function hostList(
  written: readonly string[],
  ports: readonly number[],
  bad: (why: Message) => Unavailable,
): ServerHost[] {
  if (ports.length > 1 && ports.length !== written.length) throw bad((t) => t.config.url.port)
  return written.map((one, index) => {
    const port = ports[index] ?? ports[0] ?? defaultPort
    return oneHost(one, port, bad)
  })
}

function oneHost(written: string, otherPort: number, bad: (why: Message) => Unavailable): ServerHost {
  if (isIPv6(written)) return { host: written, port: otherPort }
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/.exec(written)
  if (!parts) throw bad((t) => t.config.url.host)
  const [, bracketed, plain = '', digits] = parts
  const port = digits ? portOf(digits, bad) : otherPort
  if (plain.startsWith('/')) return { socket: `${plain.replace(/\/+$/, '')}/.s.PGSQL.${port}` }
  if (bracketed !== undefined && !isIPv6(bracketed.split('%')[0] ?? '')) throw bad((t) => t.config.url.host)
  if (/[\s/@]/.test(plain)) throw bad((t) => t.config.url.host)
  return { host: bracketed ?? (plain || 'localhost'), port }
}

function portOf(digits: string, bad: (why: Message) => Unavailable): number {
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0
  if (port < 1 || port > 65_535) throw bad((t) => t.config.url.port)
  return port
}
