/** The form in which a password leaves this process: always its digest, so that no log or error can hold the password itself. */
import { sha256 } from './secret.ts'

/** Makes this digest differ from any other SHA-256 of the same password, here or elsewhere. Changing it locks everybody out. */
const domain = 'epic-events/password/v1\0'

/** bcrypt's cost: 2^12 rounds, about a quarter of a second. The database verifies with the cost that the hash names. */
const cost = 12

/**
 * The digest that replaces a password on the wire and under bcrypt: 64 hexadecimal characters. So bcrypt's limit of 72 bytes and its stop
 * at a NUL never matter.
 *
 * @param password as typed. It is not normalised, because the form that was stored could then differ from one keyboard to another
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
