/** A value inside a sentence. */
import { escapeControlCharacters } from './escape.ts'

const longest = 40

/**
 * A value as a sentence may repeat it: printable, on one line, at most about 40 characters. It must not be called with a secret.
 *
 * @param typed the value as received
 */
export function excerpt(typed: string): string {
  // The value is cut before it is escaped, which saves work for a huge one, and between characters, so that none is halved.
  const start = Array.from(typed.slice(0, 4 * longest))
  if (start.length <= longest) return escapeControlCharacters(typed)
  return `${escapeControlCharacters(start.slice(0, longest - 1).join(''))}…`
}

/** A text of several lines as a sentence repeats all of it: spaces stand for the line breaks. */
export const onOneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' ')
