import { decodeUtf8 } from './utf8.ts'

/**
 * Decodes a text file: UTF-8, and UTF-16 with a byte order mark or recognisable by the NUL bytes between its ASCII characters, as Windows
 * PowerShell writes it with `>` (motdotla/dotenv#445).
 *
 * @returns the text without a byte order mark; undefined for bytes that are no such text, so that nothing is replaced by U+FFFD
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding = encodingOf(bytes)
  if (encoding === 'utf-8') return decodeUtf8(bytes)
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    // A file that a shell has continued in another encoding: half of it would be read as other characters.
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

function encodingOf([first, second, third, fourth]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // Without a mark: the first two characters of a settings file are ASCII.
  if (first && second === 0 && third && fourth === 0) return 'utf-16le'
  if (first === 0 && second && third === 0 && fourth) return 'utf-16be'
  return 'utf-8'
}
