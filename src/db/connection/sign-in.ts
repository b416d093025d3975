/** Answers a server that asks who we are: the password itself where nobody else can read it, MD5, or SCRAM-SHA-256. */
import type { Unavailable } from '../../errors.ts'
import * as failures from './failures.ts'
import { type Message, passwordMessage, saslInitialResponse } from './protocol.ts'
import { saslprep } from './saslprep.ts'
import { type Scram, scram } from './scram.ts'
import { type ServerHost, type ServerTarget, tlsMode } from './url.ts'

/** The kinds of a request (https://www.postgresql.org/docs/current/protocol-message-formats.html, "Authentication…"). */
const kinds = { ok: 0, clear: 3, md5: 5, sasl: 10, saslContinue: 11, saslFinal: 12 } as const
const mechanism = 'SCRAM-SHA-256'

/** What follows from one message: bytes for the server, a reason to give up, or neither. */
export interface Reply {
  readonly send?: Buffer
  readonly refused?: Unavailable
}

/** The sign-in of one attempt. */
export interface SignIn {
  /** Takes a message of the type `R`. Never rejects. */
  onRequest(message: Message): Reply | Promise<Reply>
}

/** Begins to sign in to one host. */
export function signIn(target: ServerTarget, host: ServerHost): SignIn {
  const { user, password } = target
  let exchange: Scram | undefined
  /** SCRAM proves both sides. */
  let proof: 'none' | 'awaited' | 'given' = 'none'
  const forged: Reply = { refused: failures.forged(host) }

  const answer = (kind: number, body: Buffer, secret: string): Reply | Promise<Reply> => {
    const text = body.toString('latin1')
    switch (kind) {
      case kinds.clear:
        return { send: passwordMessage(`${secret}\0`) }
      case kinds.md5:
        return { send: passwordMessage(`md5${md5(md5(`${secret}${user}`), body)}\0`) }
      case kinds.sasl:
        exchange = scram(saslprep(secret))
        proof = 'awaited'
        return { send: saslInitialResponse(mechanism, exchange.first) }
      case kinds.saslContinue:
        return (exchange?.answer(text) ?? Promise.resolve(undefined)).then(
          (final) => (final === undefined ? forged : { send: passwordMessage(final) }),
          () => forged,
        )
      default:
        if (!exchange?.isProof(text)) return forged
        proof = 'given'
        return {}
    }
  }

  return {
    onRequest({ body }) {
      const kind = body.length >= 4 ? body.readUInt32BE(0) : -1
      // A server that skips its own proof does not know the password (RFC 5802 §5).
      if (kind === kinds.ok) return proof === 'awaited' ? forged : {}
      const data = body.subarray(4)
      const known = Object.values<number>(kinds).includes(kind)
      const offered = kind !== kinds.sasl || data.toString('latin1').split('\0').includes(mechanism)
      if (!known || !offered) return { refused: failures.authentication(host) }
      if (kind === kinds.clear && !hidesPassword(target, host)) return { refused: failures.clearPassword(host) }
      if (password === undefined)
        return { refused: failures.rejected(target, host, { code: '28P01', message: '', routine: '' }) }
      return answer(kind, data, password)
    },
  }
}

/** MD5 of a text and the bytes after it, hexadecimal. */
const md5 = (text: string, salt: Uint8Array = Buffer.alloc(0)): string =>
  new Bun.CryptoHasher('md5').update(text).update(salt).digest('hex')

/**
 * Whether a password can be sent as it is: over a Unix socket, or encrypted to a server whose certificate is verified. Elsewhere a program
 * that answers in the server's place could simply ask for it. libpq sends it all the same, unless `require_auth` forbids it.
 */
function hidesPassword(target: ServerTarget, host: ServerHost): boolean {
  return 'socket' in host || ['verify-ca', 'verify-full'].includes(tlsMode(target, host))
}
