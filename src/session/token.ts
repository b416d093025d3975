/**
 * The access token: a JWT (RFC 7519), HS256, that seals this machine's session file. It proves nothing to the
 * database, which looks up its `jti`; here it decides whether connecting is worth while and whether to refresh.
 */
import { Buffer } from 'node:buffer'

const issuer = 'epic-events'
/** RFC 7518 §3.2: a key at least as long as the hash. hono/jwt takes one of a single character. */
const shortestKey = 32
/** Ours have about 400 characters; what is longer is not ours and not worth parsing. */
const longestToken = 4096
/** Seconds that a clock may have been set back since the token was made. */
const leeway = 60
const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/
/** The shape of `newSecret()`: it goes into the start-up packet of a connection, where a NUL would end the value. */
const secretShape = /^[\w-]{43}$/
const userIdShape = /^[1-9]\d{0,15}$/

/** A key and the name by which a token's header calls it. */
export interface Key {
  readonly kid: string
  /** HS256 key, at least 32 bytes of UTF-8. */
  readonly key: string
}

export interface Claims {
  readonly iss: string
  readonly aud: string
  /** The user's id. */
  readonly sub: string
  /** The role's name at login: for show. The database takes the role from its own tables. */
  readonly role: string
  /** The session's id. */
  readonly sid: string
  /** The session secret. */
  readonly jti: string
  /** Seconds since 1970. */
  readonly iat: number
  /** Seconds since 1970; past from this second on. */
  readonly exp: number
}

export type Verdict = { readonly state: 'valid' | 'expired'; readonly claims: Claims } | { readonly state: 'forged' }

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
 * @throws RangeError for a key shorter than 32 bytes: the configuration refuses it with a sentence before
 */
export async function sign(o: NewToken): Promise<string> {
  if (!isStrong(o)) throw new RangeError('HS256 key shorter than 32 bytes')
  const { sign: make } = await import('hono/jwt')
  const { userId, role, sessionId, secret: jti, now: iat } = o
  const exp = iat + o.lifetimeSeconds
  return make({ iss: issuer, aud: issuer, sub: String(userId), role, sid: String(sessionId), jti, iat, exp }, jwk(o))
}

/**
 * Judges an access token. Never throws for what the token holds.
 *
 * @param keys the present key and, during a rollover, the previous one; those shorter than 32 bytes count for nothing
 * @param now seconds since 1970
 * @returns `expired` only where all else verifies (signature, kid, iss, aud, claims): a refresh follows from it, and a
 * forged token must not cause one; `claims` holds our eight claims and nothing else
 */
export async function verify(token: string, keys: readonly Key[], now: number): Promise<Verdict> {
  if (token.length > longestToken || !compact.test(token)) return forged
  const jwt = await import('hono/jwt')
  // Errors of hono carry the token in their message: none may leave this function.
  try {
    const { kid } = jwt.decode(token).header
    // More than one when JWT_KID_PREV was given the same name as JWT_KID.
    for (const key of keys.filter((k) => k.kid === kid && isStrong(k))) {
      const payload = await jwt.verify(token, jwk(key), rules).catch(() => undefined)
      if (payload !== undefined) return validateClaims(payload, now)
    }
  } catch {}
  return forged
}

/**
 * hono judges the algorithm and the signature. Times not: it reads the clock itself, has no leeway, and lets an expired
 * token hide a wrong signature. Nor iss and aud: it takes a list of audiences too.
 */
const rules = { alg: 'HS256', exp: false, iat: false, nbf: false } as const

/** Of a payload whose signature holds: is it complete, and is its time past? */
function validateClaims(payload: Readonly<Record<string, unknown>>, now: number): Verdict {
  const { iss, aud, sub, role, sid, jti, iat, exp, nbf } = payload
  if (iss !== issuer || aud !== issuer) return forged
  if (typeof sub !== 'string' || !userIdShape.test(sub)) return forged
  if (typeof role !== 'string' || role === '') return forged
  if (typeof sid !== 'string' || sid === '') return forged
  if (typeof jti !== 'string' || !secretShape.test(jti)) return forged
  // Whole seconds: `1e999` is a number to JSON, and would never expire.
  if (!isWhole(iat) || !isWhole(exp) || iat > now + leeway) return forged
  // We set no nbf, but RFC 7519 §4.1.5 binds whoever meets one.
  if (nbf !== undefined && !(isWhole(nbf) && nbf <= now + leeway)) return forged
  return { state: exp <= now ? 'expired' : 'valid', claims: { iss, aud, sub, role, sid, jti, iat, exp } }
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value)
}

function isStrong({ key }: Key): boolean {
  return Buffer.byteLength(key) >= shortestKey
}

/** As a JWK: hono then writes the `kid`, and does not take a key for PEM because the word PUBLIC or PRIVATE is in it. */
function jwk({ kid, key }: Key) {
  return { kty: 'oct', k: Buffer.from(key).toString('base64url'), alg: 'HS256', kid } as const
}
