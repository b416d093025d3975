import { escapeControlCharacters } from './escape.ts'

/**
 * One word of a POSIX shell command (POSIX.1-2024, XCU 2.2): bare where nothing in it is special, in double quotes for an
 * apostrophe, in `$'…'` only for what one line cannot show: line breaks, and characters that a terminal must not get.
 */
export function quoted(word: string): string {
  if (escapeControlCharacters(word) !== word) return `$'${Array.from(word).map(escapedForShell).join('')}'`
  if (/^[\p{L}\p{N}@%_+:,./-][\p{L}\p{N}@%_+=:,./-]*$/u.test(word)) return word
  if (!word.includes("'")) return `'${word}'`
  if (!/[$`"\\!]/.test(word)) return `"${word}"`
  return `'${word.replaceAll("'", "'\\''")}'`
}

export function escapedForShell(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\t') return '\\t'
  if (character === "'" || character === '\\') return `\\${character}`
  if (escapeControlCharacters(character) === character) return character
  return Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}
