/** Bytes that should be text. None is ever replaced by U+FFFD: what is not UTF-8 is refused, because it could not be told apart later. */

const strict = new TextDecoder('utf-8', { fatal: true })

/**
 * The text that some bytes are in UTF-8 (RFC 3629: no overlong form, no surrogates). A byte order mark at the beginning is no part of it.
 *
 * @returns undefined where they are not UTF-8, or hold a NUL, of which UTF-16 is full
 */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** The number of the first line, from 1, that is not UTF-8; undefined where all are. No byte of a longer character is a line feed. */
export function brokenLine(bytes: Uint8Array): number | undefined {
  let line = 1
  for (let start = 0; start <= bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start)
    const end = feed === -1 ? bytes.length : feed
    if (decodeUtf8(bytes.subarray(start, end)) === undefined) return line
    start = end + 1
  }
  return undefined
}
