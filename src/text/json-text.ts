/** JSON that is safe to show on a terminal: characters that would act on it are written as escapes, which read back the same. */

// What JSON.stringify leaves raw: DEL and C1, line and paragraph separators, bidirectional overrides, isolates and marks.
const raw = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * `JSON.stringify` in which every control character, U+2028/9 and bidirectional override is `\uXXXX` (RFC 8259 §7 allows it
 * anywhere in a string).
 *
 * @param indent the spaces of one level; without it the text is one line
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value ?? null, null, indent)
  return text.replace(raw, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
