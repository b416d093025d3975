/** The errors, with their sentences, for a connection that could not be made or was lost. */
import { type ErrorDetail, type Message, Unavailable } from '../../errors.ts'
import { original, serverError } from '../server-errors.ts'
import type { ServerRefusal } from './protocol.ts'
import { describe, describeHost, type ServerHost, type ServerTarget } from './url.ts'

/**
 * The connection was lost after it had been established.
 *
 * `sent: false`: no statement was under way, and what was not yet committed is rolled back. `sent: true`: a statement was sent and its
 * answer never came, so it is unknown whether it took effect. Then ask by the operation id (work.ts), and never repeat blindly.
 */
export class ConnectionLost extends Unavailable {
  readonly sent: boolean

  constructor(message: Message, sent: boolean, detail: Pick<ErrorDetail, 'cause' | 'more'> = {}) {
    super(message, detail)
    this.sent = sent
    this.name = 'ConnectionLost'
  }
}

/** The error for a connection that ended. @param sent whether an answer was still expected */
export function lost(host: ServerHost, sent: boolean, cause?: unknown): ConnectionLost {
  const at = describeHost(host)
  return new ConnectionLost((t) => (sent ? t.server.lostSent({ at }) : t.server.lost({ at })), sent, { cause })
}

/** The error for a server that took a statement and sent nothing for `ms` milliseconds. */
export function silent(host: ServerHost, ms: number): ConnectionLost {
  const at = describeHost(host)
  const pid = 'socket' in host ? host.resident?.pid : undefined
  if (pid !== undefined) {
    const message: Message = (t) => t.database.silent({ path: at, seconds: inSeconds(ms), pid })
    return new ConnectionLost(message, true, { more: [howToEnd(pid)] })
  }
  return new ConnectionLost((t) => t.server.silent({ at, seconds: inSeconds(ms) }), true)
}

/** How a person ends a resident process that no longer listens: its statement may never come to an end, and it can hear nothing meanwhile. */
export const howToEnd =
  (pid: number): Message =>
  (t) =>
    t.database.endResident({ command: `kill -9 ${pid}` })

/** The error for a host to which TCP or the Unix socket could not connect. @param cause the system's error */
export function unreachable(host: ServerHost, cause: unknown): Unavailable {
  const at = describeHost(host)
  const code = textOf(cause, 'code').replace(/^DNS_/, '')
  const because = (message: Message): Unavailable =>
    new Unavailable(message, { cause, original: textOf(cause, 'message') })
  switch (code) {
    case 'ECONNREFUSED':
      return because((t) => t.server.refused({ at }))
    case 'ENOENT':
      return because((t) => ('socket' in host ? t.server.noSocket({ at }) : t.server.unreachable({ at, reason: code })))
    case 'EACCES':
    case 'EPERM':
      return because((t) => ('socket' in host ? t.server.socketDenied({ at }) : t.server.blocked({ at })))
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return because((t) => t.server.noRoute({ at, code }))
    case 'ETIMEDOUT':
      return because((t) => t.server.noAnswer({ at }))
    case 'ECONNRESET':
    case 'EPIPE':
      return because((t) => t.server.closed({ at }))
    case 'ENOTFOUND':
    case 'ENODATA':
    case 'ENONAME':
      return because((t) => t.server.unknownHost({ at }))
  }
  // Any other failure of the resolver: the name may well exist.
  if (textOf(cause, 'syscall') === 'getaddrinfo' || code.startsWith('EAI_')) {
    return because((t) => t.server.noResolver({ at, code }))
  }
  return because((t) => t.server.unreachable({ at, reason: code || 'closed' }))
}

/** Whatever an attempt threw, as an error with a sentence. */
export function asUnavailable(host: ServerHost, error: unknown): Unavailable {
  return error instanceof Unavailable ? error : unreachable(host, error)
}

/** The error for a host that closed the connection before the session began. */
export function closed(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.closed({ at: describeHost(host) }))
}

/** The error for a host that did not answer in time. @param ms the time it had */
export function timedOut(host: ServerHost, ms: number): Unavailable {
  return new Unavailable((t) => t.server.timeout({ at: describeHost(host), seconds: inSeconds(ms) }))
}

/** The error for a host that speaks another protocol. */
export function notPostgres(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.notPostgres({ at: describeHost(host) }))
}

/** The error for a server without TLS where TLS is required. */
export function tlsMissing(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.tlsMissing({ at: describeHost(host) }), {
    more: [(t) => t.server.tlsAdvice],
  })
}

/** What is wrong with a certificate, by the code that Node and OpenSSL give it. */
const certificateFaults = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'notYet',
  CERT_REVOKED: 'revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'otherName',
  HOSTNAME_MISMATCH: 'otherName',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'selfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'unknownAuthority',
  UNABLE_TO_GET_ISSUER_CERT: 'unknownAuthority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'unknownAuthority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'unknownAuthority',
  CERT_UNTRUSTED: 'unknownAuthority',
} as const

/** The error for a failed TLS handshake: an untrusted certificate, or anything else. @param direct whether TLS began without being asked for */
export function tls(host: ServerHost, cause: unknown, direct: boolean): Unavailable {
  const at = describeHost(host)
  const code = textOf(cause, 'code')
  const fault = code in certificateFaults ? certificateFaults[code as keyof typeof certificateFaults] : undefined
  return new Unavailable(
    (t) =>
      fault
        ? t.server.tlsUntrusted({ at, reason: t.server.certificate[fault], code })
        : t.server.tlsFailed({ at, reason: code || 'closed' }),
    { cause, original: textOf(cause, 'message'), ...(direct && !fault && { more: [(t) => t.server.directAdvice] }) },
  )
}

/** The error for a server that asks for a kind of authentication that the program refuses or does not know. */
export function authentication(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.authentication({ at: describeHost(host) }))
}

/** The error for a server that asks for the password itself where others could read it, or where another server could ask for it. */
export function clearPassword(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.clearPassword({ at: describeHost(host) }), {
    more: [(t) => t.server.clearPasswordAdvice],
  })
}

/** The error for a server that could not prove that it knows the password. */
export function forged(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.forged({ at: describeHost(host) }))
}

/** The error for a server that is not what `target_session_attrs` asks for. @param wanted its value */
export function wrongState(host: ServerHost, wanted: string): Unavailable {
  return new Unavailable((t) => t.server.wrongState({ at: describeHost(host), wanted }))
}

/** The error after all hosts were tried: the reason of the only host, or one sentence with the reason of each below it. */
export function noneServes(target: ServerTarget, reasons: readonly Unavailable[]): Unavailable {
  const [only] = reasons
  if (only && target.hosts.length === 1) return only
  const hosts = describe(target)
  return new Unavailable((t) => t.server.noneOf({ hosts }), {
    more: reasons.map((reason) => reason.userMessage),
    cause: reasons.at(-1),
  })
}

/** Whether an SQLSTATE concerns this host only, so that another one may do better: it starts or stops (57P0x), or is full (53300). */
export function concernsThisHostOnly(code: string): boolean {
  return code.startsWith('57P') || code === '53300'
}

/** A server refused to sign us in. Whether that is because of the settings that were sent, server.ts finds out. */
export class Rejected extends Unavailable {
  /** SQLSTATE. */
  readonly sqlState: string
  readonly host: ServerHost

  constructor(message: Message, host: ServerHost, refusal: Pick<ServerRefusal, 'code' | 'message'>) {
    super(message, { cause: { code: refusal.code }, ...(refusal.message && { original: original(refusal) }) })
    this.sqlState = refusal.code
    this.host = host
    this.name = 'Rejected'
  }
}

/**
 * The error for a server that refused to sign us in (https://www.postgresql.org/docs/current/errcodes-appendix.html). Its message is in its
 * own language and is not read.
 */
export function rejected(target: ServerTarget, host: ServerHost, refusal: ServerRefusal): Rejected {
  const at = describeHost(host)
  const { user, database } = target
  const { code, routine } = refusal
  const because = (message: Message) => new Rejected(message, host, refusal)
  switch (code) {
    case '28P01':
      return because((t) =>
        target.password === undefined ? t.server.passwordMissing({ user, at }) : t.server.password({ user, at }),
      )
    case '28000':
      if (routine === 'InitializeSessionUserId') return because((t) => t.server.noRole({ user, at }))
      if (routine === 'ClientAuthentication') return because((t) => t.server.notAllowed({ user, database, at }))
      return because((t) => t.server.notAuthorized({ user, database, at }))
    case '3D000':
      return because((t) => t.server.noDatabase({ database, at }))
    case '42501':
      return because((t) => t.server.noConnect({ user, database }))
    case '53300':
      return because((t) => t.server.tooMany({ at }))
    case '55000':
      return because((t) => t.server.closedDatabase({ database, at }))
    case '57P01':
    case '57P02':
    case '57P03':
      return because((t) => t.server.starting({ at }))
  }
  const known = serverError(refusal)
  return because(known?.userMessage ?? ((t) => t.server.rejected({ at, reason: code || 'closed' })))
}

/**
 * The error for a role that the login may not take, with the lines for the database administrator.
 *
 * @param exists whether the role exists
 */
export function setRole(target: ServerTarget, role: string, exists: boolean): Unavailable {
  const { user } = target
  const lines = [`create role ${identifier(role)} nologin;`, `grant ${identifier(role)} to ${identifier(user)};`]
  return new Unavailable((t) => t.server.setRole({ user, role }), {
    more: [(t) => t.server.forTheDba, ...(exists ? lines.slice(1) : lines).map((line) => () => line)],
  })
}

/** The error for a proxy that refuses settings. */
export const pooler = (host: ServerHost, refusal: Rejected): Unavailable =>
  new Unavailable((t) => t.server.pooler({ at: describeHost(host) }), originalOf(refusal))

/** The error for a server that refuses a setting, nobody knows which. */
export const settingRefused = (refusal: Rejected): Unavailable =>
  new Unavailable(
    (t) => t.server.settingRefused({ at: describeHost(refusal.host), code: refusal.sqlState }),
    originalOf(refusal),
  )

const originalOf = ({ detail }: Rejected) => ({
  cause: detail.cause,
  ...(detail.original === undefined ? {} : { original: detail.original }),
})

/** A name as PostgreSQL's own `quote_ident` writes it. */
function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** Milliseconds as seconds with one decimal at most. */
function inSeconds(ms: number): string {
  return String(Math.round(ms / 100) / 10)
}

/** A property of an error of unknown type; empty where it has none. */
function textOf(error: unknown, property: 'code' | 'message' | 'syscall'): string {
  if (typeof error !== 'object' || error === null || !(property in error)) return ''
  const value: unknown = Reflect.get(error, property)
  return typeof value === 'string' ? value : ''
}
