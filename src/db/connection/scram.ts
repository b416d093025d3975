/**
 * The client's side of SCRAM-SHA-256 (RFC 5802 with the hash of RFC 7677), as PostgreSQL uses it: without channel binding, and the name
 * of the user is that of the start-up message. postgres.js has it too, with `node:crypto`, which takes 3.7 ms to load, and the server asks
 * before the driver is there. A test runs the example of the RFC.
 */
import { Buffer } from 'node:buffer'

/** The header of a client that does not bind the exchange to a channel (RFC 5802 §7). */
const header = 'n,,'
const serverFirst = /^r=([!-+\--~]+),s=([A-Za-z\d+/]+={0,2}),i=([1-9]\d{0,9})$/

/** One exchange. */
export interface Scram {
  /** The client's first message. */
  readonly first: string
  /**
   * Answers the server's first message.
   *
   * @returns the client's second message; undefined when the server's is not one, or answers another client
   */
  answer(message: string): Promise<string | undefined>
  /** Whether the server's last message proves that it knows the password. */
  isProof(message: string): boolean
}

/**
 * Begins an exchange.
 *
 * @param password as SASLprep prepares it (saslprep.ts)
 * @param o.user what PostgreSQL ignores; as in other clients an asterisk
 * @param o.nonce printable characters without a comma, never used before
 */
export function scram(password: string, o: { user?: string; nonce?: string } = {}): Scram {
  const { user = '*', nonce = crypto.getRandomValues(new Uint8Array(18)).toBase64() } = o
  const bare = `n=${user},r=${nonce}`
  let signature: string | undefined
  return {
    first: `${header}${bare}`,
    async answer(message) {
      const [, joint = '', salt = '', iterations = ''] = serverFirst.exec(message) ?? []
      // A nonce that does not begin with ours belongs to another exchange, which somebody repeats (RFC 5802 §5.1).
      if (!joint.startsWith(nonce) || joint === nonce) return undefined
      const final = `c=${Buffer.from(header).toString('base64')},r=${joint}`
      const salted = await hi(password, Buffer.from(salt, 'base64'), Number(iterations))
      const exchange = `${bare},${message},${final}`
      const clientKey = hmac(salted, 'Client Key')
      const clientSignature = hmac(new Bun.CryptoHasher('sha256').update(clientKey).digest(), exchange)
      signature = hmac(hmac(salted, 'Server Key'), exchange).toString('base64')
      return `${final},p=${Buffer.from(clientKey.map((byte, at) => byte ^ (clientSignature[at] ?? 0))).toString('base64')}`
    },
    isProof: (message) => signature !== undefined && message === `v=${signature}`,
  }
}

/** `Hi()` of RFC 5802 §2.2, which is PBKDF2. It is reckoned on another thread, so that modules are loaded and deadlines hold meanwhile. */
async function hi(password: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<Buffer> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, ['deriveBits'])
  return Buffer.from(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256))
}

const hmac = (key: Uint8Array, text: string): Buffer => new Bun.CryptoHasher('sha256', key).update(text).digest()
