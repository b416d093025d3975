/** The form in which a password leaves this process: always its digest, so that no log or error can hold the password itself. */
import { sha256 } from '../secret.ts'

/** Makes this digest differ from any other SHA-256 of the same password, here or elsewhere. Changing it locks everybody out. */
const domain = 'epic-events/password/v1\0'

/** bcrypt's cost: 2^12 rounds, about a quarter of a second. The database verifies with the cost that the hash names. */
const cost = 12

/** The longest wait, in seconds, that {@link tryForms} sits out between two forms of a password. */
const patience = 16

/**
 * The digest that replaces a password on the wire and under bcrypt: 64 hexadecimal characters. So bcrypt's limit of 72 bytes and its stop
 * at a NUL never matter.
 *
 * @param password as typed. Its Unicode normal form C is digested (RFC 8265 §4.2, OpaqueString), because an `é` that is one character on one
 *   keyboard is two on another
 */
export function digest(password: string): string {
  return exactDigest(password.normalize('NFC'))
}

/**
 * Proves a password in each form in which it may have been stored. Until passwords were normalised, they were digested as typed, so a text
 * that is not in normal form C is tried a second time as it is. For any other text nothing is repeated: each attempt counts for the wait.
 *
 * The refusal of the first form may itself be what makes the second one wait. A short wait is sat out: otherwise that account could never be
 * opened again.
 *
 * @param password as typed
 * @param prove makes an attempt with a digest; `wait` is in seconds
 * @returns the answer to the last form that was tried
 */
export async function tryForms<A extends { readonly status: string; readonly wait: number }>(
  password: string,
  prove: (digest: string) => Promise<A>,
): Promise<A> {
  const [first, typed] = [digest(password), exactDigest(password)]
  const answer = await prove(first)
  if (answer.status !== 'no' || typed === first) return answer
  const second = await prove(typed)
  if (second.status !== 'wait' || second.wait > patience) return second
  await Bun.sleep(second.wait * 1000)
  return prove(typed)
}

/** Letters and digits that nobody takes for one another when they read them out: without 0 and O, 1, l and I. */
const unambiguous = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'
const generatedLength = 20

/**
 * A first password for somebody else: 20 random characters, about 115 bits, with a letter of each case and a digit, as the rules for new
 * passwords ask.
 */
export function generatePassword(): string {
  while (true) {
    // Bytes above the greatest multiple of the alphabet's length would make its first characters likelier.
    const fair = Array.from(crypto.getRandomValues(new Uint8Array(4 * generatedLength))).filter(
      (byte) => byte < 256 - (256 % unambiguous.length),
    )
    const password = fair
      .slice(0, generatedLength)
      .map((byte) => unambiguous[byte % unambiguous.length])
      .join('')
    if (password.length === generatedLength && /[A-Z]/.test(password) && /[a-z]/.test(password) && /\d/.test(password))
      return password
  }
}

function exactDigest(text: string): string {
  return sha256(domain + text).toString('hex')
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
