/** The errors, with their sentences, for a connection that could not be made or was lost. */
import { type Message, Unavailable } from '../../errors.ts'
import { describe, describeHost, type ServerHost, type ServerTarget } from './url.ts'

/**
 * The connection was lost after it had been established.
 *
 * `sent: false`: no statement was under way, and what was not yet committed is rolled back. `sent: true`: a statement was sent and its
 * answer never came, so it is unknown whether it took effect. Then ask by the operation id (work.ts), and never repeat blindly.
 */
export class ConnectionLost extends Unavailable {
  readonly sent: boolean

  constructor(message: Message, sent: boolean, cause?: unknown) {
    super(message, { cause })
    this.sent = sent
    this.name = 'ConnectionLost'
  }
}

/** The error for a connection that ended. @param sent whether an answer was still expected */
export function lost(host: ServerHost, sent: boolean, cause?: unknown): ConnectionLost {
  const at = describeHost(host)
  return new ConnectionLost((t) => (sent ? t.server.lostSent({ at }) : t.server.lost({ at })), sent, cause)
}

/** The error for a server that took a statement and sent nothing for `ms` milliseconds. */
export function silent(host: ServerHost, ms: number): ConnectionLost {
  const at = describeHost(host)
  return new ConnectionLost((t) => t.server.silent({ at, seconds: inSeconds(ms) }), true)
}

/** The error for a host to which TCP or the Unix socket could not connect. @param cause the system's error */
export function unreachable(host: ServerHost, cause: unknown): Unavailable {
  const at = describeHost(host)
  const code = textOf(cause, 'code')
  if (code === 'ECONNREFUSED') return new Unavailable((t) => t.server.refused({ at }), { cause })
  if (code === 'ENOENT' && 'socket' in host) return new Unavailable((t) => t.server.noSocket({ at }), { cause })
  if (/^(ENOTFOUND|EAI_|DNS_)/.test(code)) return new Unavailable((t) => t.server.unknownHost({ at }), { cause })
  const reason = code || textOf(cause, 'message') || 'closed'
  return new Unavailable((t) => t.server.unreachable({ at, reason }), { cause })
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

/** The error for a failed TLS handshake: an untrusted certificate, or anything else. */
export function tls(host: ServerHost, cause: unknown): Unavailable {
  const at = describeHost(host)
  const code = textOf(cause, 'code')
  const reason = textOf(cause, 'message') || code || 'closed'
  const untrusted = /CERT|ISSUER|SIGNED|ALTNAME|SIGNATURE/i.test(code)
  return new Unavailable(
    (t) => (untrusted ? t.server.tlsUntrusted({ at, reason }) : t.server.tlsFailed({ at, reason })),
    {
      cause,
    },
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

/**
 * The error for a server that refused to sign us in (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 *
 * @param response SQLSTATE and message of its ErrorResponse
 * @param role the role that the start-up message asked for, if any
 */
export function rejected(
  target: ServerTarget,
  host: ServerHost,
  response: { readonly code: string; readonly message: string },
  role: string | undefined,
): Unavailable {
  const at = describeHost(host)
  const { user, database } = target
  const { code, message } = response
  const because = (message: Message, more: readonly Message[] = []): Unavailable =>
    new Unavailable(message, { more, cause: { code } })
  switch (code) {
    case '28P01':
      return because((t) =>
        target.password === undefined ? t.server.passwordMissing({ user, at }) : t.server.password({ user, at }),
      )
    case '3D000':
      return because((t) => t.server.noDatabase({ database, at }))
    case '53300':
      return because((t) => t.server.tooMany({ at }))
    case '08P01':
      return because((t) => t.server.pooler({ at }))
    case '28000':
      // The server's message is in its own language, but the name of the file is the same in all of them.
      return because((t) =>
        message.includes('pg_hba.conf') ? t.server.notAllowed({ user, database, at }) : t.server.noRole({ user, at }),
      )
  }
  if (code.startsWith('57P')) return because((t) => t.server.starting({ at }))
  // 22023: there is no such role. 42501: the role, or CONNECT on the database, was not granted.
  if (role !== undefined && ['22023', '42501'].includes(code) && message.includes(`"${role}"`)) {
    return because(
      (t) => t.server.setRole({ user, role }),
      [
        (t) => t.server.forTheDba,
        () => `create role ${identifier(role)} nologin;`,
        () => `grant ${identifier(role)} to ${identifier(user)};`,
      ],
    )
  }
  if (code === '42501') return because((t) => t.server.noConnect({ user, database }))
  return because((t) => t.server.rejected({ at, reason: `${message} (${code})` }))
}

/** A name as PostgreSQL's own `quote_ident` writes it. */
function identifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`
}

/** Milliseconds as seconds with one decimal at most. */
function inSeconds(ms: number): string {
  return String(Math.round(ms / 100) / 10)
}

/** A property of an error of unknown type; empty where it has none. */
function textOf(error: unknown, property: 'code' | 'message'): string {
  if (typeof error !== 'object' || error === null || !(property in error)) return ''
  const value: unknown = Reflect.get(error, property)
  return typeof value === 'string' ? value : ''
}
