/** Random secrets, and the hashes that the database keeps of them. */
import { createHash, randomBytes } from 'node:crypto'

/**
 * Makes a secret: the session secret (`jti` of the access token) or the refresh token.
 *
 * @returns 32 random bytes as base64url, 43 characters without padding (RFC 4648 §5)
 */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** The SHA-256 of a text's UTF-8 bytes (32 bytes). The database stores nothing else of a secret. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}
