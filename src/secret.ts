/** Random secrets, and the hashes that the database keeps of them. */

/**
 * Makes a secret: the session secret (`jti` of the access token), the refresh token, or the key of the embedded database's tokens.
 *
 * @returns 32 random bytes as base64url, 43 characters without padding (RFC 4648 §5)
 */
export function newSecret(): string {
  return crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: 'base64url', omitPadding: true })
}

/** The SHA-256 of a text's UTF-8 bytes (32 bytes). The database stores nothing else of a secret. */
export function sha256(text: string): Buffer {
  return new Bun.CryptoHasher('sha256').update(text).digest()
}
