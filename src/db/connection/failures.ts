/** What the network and the server say when a connection fails or is lost, as errors with a sentence. */
import { type Message, Unavailable } from '../../errors.ts'
import { describe, describeHost, type ServerHost, type ServerTarget } from './url.ts'

/**
 * The connection was lost after it had been established.
 *
 * `sent: false`: no statement was under way; what was not yet committed is rolled back. `sent: true`: one was sent and its
 * answer never came, so whether it took effect is unknown (ask by the operation id, never repeat blindly).
 */
export class ConnectionLost extends Unavailable {
  readonly sent: boolean

  constructor(message: Message, sent: boolean, cause?: unknown) {
    super(message, { cause })
    this.sent = sent
    this.name = 'ConnectionLost'
  }
}

/** The connection ended. */
export function lost(host: ServerHost, sent: boolean, cause?: unknown): ConnectionLost {
  const at = describeHost(host)
  return new ConnectionLost((t) => (sent ? t.server.lostSent({ at }) : t.server.lost({ at })), sent, cause)
}

/** The server took a statement and said nothing for `ms`. */
export function silent(host: ServerHost, ms: number): ConnectionLost {
  const at = describeHost(host)
  return new ConnectionLost((t) => t.server.silent({ at, seconds: inSeconds(ms) }), true)
}

/** Why TCP or the Unix socket failed. */
export function unreachable(host: ServerHost, cause: unknown): Unavailable {
  const at = describeHost(host)
  const code = textOf(cause, 'code')
  if (code === 'ECONNREFUSED') return new Unavailable((t) => t.server.refused({ at }), { cause })
  if (code === 'ENOENT' && 'socket' in host) return new Unavailable((t) => t.server.noSocket({ at }), { cause })
  if (/^(ENOTFOUND|EAI_|DNS_)/.test(code)) return new Unavailable((t) => t.server.unknownHost({ at }), { cause })
  const reason = code || textOf(cause, 'message') || 'closed'
  return new Unavailable((t) => t.server.unreachable({ at, reason }), { cause })
}

/** What one attempt threw, whatever it is, as a reason to tell. */
export function asUnavailable(host: ServerHost, error: unknown): Unavailable {
  return error instanceof Unavailable ? error : unreachable(host, error)
}

export function closed(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.closed({ at: describeHost(host) }))
}

export function timedOut(host: ServerHost, ms: number): Unavailable {
  return new Unavailable((t) => t.server.timeout({ at: describeHost(host), seconds: inSeconds(ms) }))
}

export function notPostgres(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.notPostgres({ at: describeHost(host) }))
}

export function tlsMissing(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.tlsMissing({ at: describeHost(host) }), {
    more: [(t) => t.server.tlsAdvice],
  })
}

/** Why the TLS handshake failed: an untrusted certificate, or anything else. */
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

export function authentication(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.authentication({ at: describeHost(host) }))
}

export function forged(host: ServerHost): Unavailable {
  return new Unavailable((t) => t.server.forged({ at: describeHost(host) }))
}

export function wrongState(host: ServerHost, wanted: string): Unavailable {
  return new Unavailable((t) => t.server.wrongState({ at: describeHost(host), wanted }))
}

/** All hosts were tried: the one reason, or each of them below one sentence. */
export function noneServes(target: ServerTarget, reasons: readonly Unavailable[]): Unavailable {
  const [only] = reasons
  if (only && target.hosts.length === 1) return only
  const hosts = describe(target)
  return new Unavailable((t) => t.server.noneOf({ hosts }), {
    more: reasons.map((reason) => reason.userMessage),
    cause: reasons.at(-1),
  })
}

/** Whether another host may do what this one refused: it starts, stops (57P0x) or is full (53300). */
export function concernsThisHostOnly(code: string): boolean {
  return code.startsWith('57P') || code === '53300'
}

/**
 * What the server said instead of signing us in (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 *
 * @param role the role asked for as a start-up parameter, if any
 */
export function rejected(
  target: ServerTarget,
  host: ServerHost,
  said: { readonly code: string; readonly message: string },
  role: string | undefined,
): Unavailable {
  const at = describeHost(host)
  const { user, database } = target
  const { code, message } = said
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
      // The server's words are in its own language; the name of the file is not.
      return because((t) =>
        message.includes('pg_hba.conf') ? t.server.notAllowed({ user, database, at }) : t.server.noRole({ user, at }),
      )
  }
  if (code.startsWith('57P')) return because((t) => t.server.starting({ at }))
  // 22023: there is no such role; 42501: it was not granted, or CONNECT was not.
  if (role !== undefined && ['22023', '42501'].includes(code) && message.includes(`"${role}"`)) {
    return because(
      (t) => t.server.setRole({ user, role }),
      [
        (t) => t.server.forTheDba,
        () => `create role ${quoted(role)} nologin;`,
        () => `grant ${quoted(role)} to ${quoted(user)};`,
      ],
    )
  }
  if (code === '42501') return because((t) => t.server.noConnect({ user, database }))
  return because((t) => t.server.rejected({ at, reason: `${message} (${code})` }))
}

function quoted(identifier: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(identifier) ? identifier : `"${identifier.replaceAll('"', '""')}"`
}

function inSeconds(ms: number): string {
  return String(Math.round(ms / 100) / 10)
}

function textOf(error: unknown, property: 'code' | 'message'): string {
  if (typeof error !== 'object' || error === null || !(property in error)) return ''
  const value: unknown = Reflect.get(error, property)
  return typeof value === 'string' ? value : ''
}
