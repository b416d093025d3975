/** The password as it leaves this process: never itself, always its digest, so that no log or error can hold it. */
import { sha256 } from './secret.ts'

/** Separates this digest from any other SHA-256 of the same password, here or elsewhere. Changing it locks everyone out. */
const domain = 'epic-events/password/v1\0'

/** bcrypt's cost: 2^12 rounds, about a quarter of a second. The database verifies with the cost it finds in the hash. */
const cost = 12

/**
 * What stands for a password on the wire and under bcrypt: 64 hexadecimal characters, so that bcrypt's limit of
 * 72 bytes and its stop at a NUL are never met.
 *
 * @param password as typed; not normalised, or two keyboards could disagree about what was stored
 */
export function digest(password: string): string {
  return sha256(domain + password).toString('hex')
}

/**
 * The hash to store for a password.
 *
 * @param password as typed, not yet digested
 * @returns `$2b$12$…`, bcrypt of {@link digest}
 */
export function hash(password: string): Promise<string> {
  return Bun.password.hash(digest(password), { algorithm: 'bcrypt', cost })
}
