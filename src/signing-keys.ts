/** The keys that sign sessions, from the settings. */
import { type Message, Unavailable } from './errors.ts'

export interface SigningKey {
  readonly kid: string
  readonly key: string
}
export interface SigningKeys extends SigningKey {
  readonly previous?: SigningKey
}

/** Keys that are published in guides and examples, our own .env.example included: anybody could sign with them. */
const published = new Set([
  'your_secret_key',
  'replace_with_a_strong_secret_key',
  'remplacer_par_une_cle_secrete_forte',
  'epic_events_secret_key_1759176726',
  'change-me-with-openssl-rand-base64-48',
])

type Value = (name: 'SECRET_KEY' | 'JWT_KID' | 'SECRET_KEY_PREV' | 'JWT_KID_PREV') => string | undefined

/**
 * Reads the keys.
 *
 * @param value a setting; undefined when unset
 * @param missing called without SECRET_KEY: throws where there must be one
 * @returns undefined without SECRET_KEY
 * @throws Unavailable a key is published or too short, or both have one name · whatever `missing` throws
 */
export function signingKeys(value: Value, missing: () => void): SigningKeys | undefined {
  const key = value('SECRET_KEY')
  if (!key) {
    missing()
    return undefined
  }
  const kid = value('JWT_KID') ?? 'v1'
  const current = { kid, key: strong('SECRET_KEY', key) }
  const old = value('SECRET_KEY_PREV')
  if (!old) return current
  const previous = { kid: value('JWT_KID_PREV') ?? 'v0', key: strong('SECRET_KEY_PREV', old) }
  if (previous.kid === kid) throw new Unavailable((t) => t.config.sameKid({ kid }))
  return { ...current, previous }
}

/** @throws Unavailable the key is published or shorter than 32 bytes */
function strong(name: string, key: string): string {
  const advice = { more: [(t) => t.config.secretMake] satisfies Message[] }
  if (published.has(key.trim().toLowerCase())) throw new Unavailable((t) => t.config.secretPublished({ name }), advice)
  const bytes = Buffer.byteLength(key)
  if (bytes < 32) throw new Unavailable((t) => t.config.secretShort({ name, bytes }), advice)
  return key
}
