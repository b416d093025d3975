/**
 * The access token: a JWT (RFC 7519), HS256, that protects this machine's session file against changes. It proves nothing to the database,
 * which looks up its `jti`. The program decides by it whether to connect at all and whether to renew the tokens.
 */

const issuer = 'epic-events'
/** Bytes. RFC 7518 §3.2: the key is at least as long as the hash. hono/jwt accepts a key of a single character. */
const shortestKey = 32
/** Our tokens have about 400 characters. A longer one is not ours and is not parsed. */
const longestToken = 4096
/** Seconds by which the clock may have been set back since the token was made, and by which two clocks may differ. */
export const leeway = 60
const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/
/** The shape of `newSecret()`. It becomes a value in the start-up packet of a connection, where a NUL would end it. */
const secretShape = /^[\w-]{43}$/
const userIdShape = /^[1-9]\d{0,15}$/

/** A signing key, and the name that the header of a token gives it. */
export interface Key {
  readonly kid: string
  /** HS256 key, at least 32 bytes of UTF-8. */
  readonly key: string
}

/** The claims of an access token. */
export interface Claims {
  readonly iss: string
  readonly aud: string
  /** The user's id. */
  readonly sub: string
  /** The role's name at login, only to be shown: the database takes the role from its own tables. */
  readonly role: string
  /** The session's id. */
  readonly sid: string
  /** The session secret. */
  readonly jti: string
  /** Seconds since 1970. */
  readonly iat: number
  /** Seconds since 1970; the token has expired from this second on. */
  readonly exp: number
}

/**
 * What an access token is worth. `expired`: everything but the time verifies. `early`: the same, and by this machine's clock it is yet to be
 * made: the clock was set back, and says nothing about the token's age.
 */
export type Verdict =
  | { readonly state: 'valid' | 'expired' | 'early'; readonly claims: Claims }
  | { readonly state: 'forged' }

/** What goes into a new access token. */
export interface NewToken extends Key {
  readonly userId: number
  readonly role: string
  readonly sessionId: string | number
  /** The session secret, of `newSecret()`: becomes `jti`. */
  readonly secret: string
  /** Seconds since 1970, whole. */
  readonly now: number
  readonly lifetimeSeconds: number
}

const forged: Verdict = { state: 'forged' }

/**
 * Makes an access token.
 *
 * @returns the compact form, header `{alg: 'HS256', typ: 'JWT', kid}`
 * @throws RangeError the key is shorter than 32 bytes; the settings refuse such a key earlier, with a sentence
 */
export async function sign(o: NewToken): Promise<string> {
  if (!isStrong(o)) throw new RangeError('HS256 key shorter than 32 bytes')
  const { sign: make } = await import('hono/jwt')
  const { userId, role, sessionId, secret: jti, now: iat } = o
  const exp = iat + o.lifetimeSeconds
  return make({ iss: issuer, aud: issuer, sub: String(userId), role, sid: String(sessionId), jti, iat, exp }, jwk(o))
}

/**
 * Verifies an access token. Never throws because of the content of a token.
 *
 * @param keys the current key and, during a rollover, the previous one. Keys shorter than 32 bytes are ignored
 * @param now seconds since 1970
 * @returns `expired` and `early` only where everything else verifies (signature, kid, iss, aud, claims), because a refresh follows from
 * them, which a forged token must not cause. `claims` holds our eight claims and nothing else
 */
export async function verify(token: string, keys: readonly Key[], now: number): Promise<Verdict> {
  if (token.length > longestToken || !compact.test(token)) return forged
  const jwt = await import('hono/jwt')
  // The messages of hono's errors contain the token, so none of them may leave this function.
  try {
    // Only chooses the key. hono decodes the token twice as slowly as it verifies it, and does so once more then.
    const { kid } = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString())
    // There are two when JWT_KID_PREV has the same name as JWT_KID.
    for (const key of keys.filter((k) => k.kid === kid && isStrong(k))) {
      const payload = await jwt.verify(token, jwk(key), rules).catch(() => undefined)
      if (payload !== undefined) return validateClaims(payload, now)
    }
  } catch {}
  return forged
}

/**
 * hono verifies the algorithm and the signature only. Its checks of times are off, because it reads the clock itself, has no leeway, and
 * reports an expired token before a wrong signature. Its checks of iss and aud are not used, because it accepts a list of audiences.
 */
const rules = { alg: 'HS256', exp: false, iat: false, nbf: false } as const

/** For a payload whose signature is valid: whether it is complete, and whether it has expired. */
function validateClaims(payload: Readonly<Record<string, unknown>>, now: number): Verdict {
  const { iss, aud, sub, role, sid, jti, iat, exp, nbf } = payload
  if (iss !== issuer || aud !== issuer) return forged
  if (typeof sub !== 'string' || !userIdShape.test(sub)) return forged
  if (typeof role !== 'string' || role === '') return forged
  if (typeof sid !== 'string' || sid === '') return forged
  if (typeof jti !== 'string' || !secretShape.test(jti)) return forged
  // Whole seconds only: `1e999` is a number in JSON, and such a token would never expire.
  if (!isWhole(iat) || !isWhole(exp)) return forged
  // The program sets no nbf, but RFC 7519 §4.1.5 requires every reader to respect one.
  if (nbf !== undefined && !(isWhole(nbf) && nbf <= now + leeway)) return forged
  const state = iat > now + leeway ? 'early' : exp <= now ? 'expired' : 'valid'
  return { state, claims: { iss, aud, sub, role, sid, jti, iat, exp } }
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isStrong({ key }: Key): boolean {
  return Buffer.byteLength(key) >= shortestKey
}

/** The key as a JWK. hono then writes the `kid`, and does not take a key that contains the word PUBLIC or PRIVATE for PEM. */
function jwk({ kid, key }: Key) {
  return { kty: 'oct', k: Buffer.from(key).toString('base64url'), alg: 'HS256', kid } as const
}
