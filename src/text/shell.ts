import { escapeControlCharacters } from './escape.ts'

/**
 * Quotes a text so that a POSIX shell reads it as one word (POSIX.1-2024, XCU 2.2). Every command line that the program shows goes through
 * it. A text without special characters stays as it is; one with an apostrophe gets double quotes. `$'…'` is used only for what one line
 * cannot show: line breaks, and characters that must not reach a terminal.
 */
export function quoted(word: string): string {
  if (escapeControlCharacters(word) !== word) return `$'${Array.from(word).map(escapedForShell).join('')}'`
  // Most words are ASCII, and the tables of Unicode take time.
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word
  if (/^[\p{L}\p{N}@%_+:,./-][\p{L}\p{N}@%_+=:,./-]*$/u.test(word)) return word
  if (!word.includes("'")) return `'${word}'`
  if (!/[$`"\\!]/.test(word)) return `"${word}"`
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** A character inside `$'…'`; the bytes of its UTF-8 in octal where it must not reach a terminal. */
function escapedForShell(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\t') return '\\t'
  if (character === "'" || character === '\\') return `\\${character}`
  if (escapeControlCharacters(character) === character) return character
  return Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}

/**
 * The same command line from another place of its list on: all that was typed, filters and order too.
 *
 * @param argv without the program's name
 * @param after the record to go on behind; undefined to start again
 */
export function fromPlace(argv: readonly string[], after?: string): string {
  return [...without(argv, ['--after']), ...(after === undefined ? [] : ['--after', after])].map(quoted).join(' ')
}

/** The same command line for all rows of its list. @param argv without the program's name */
export function forAll(argv: readonly string[]): string {
  return [...without(argv, ['--after', '--limit']), '--limit', '0'].map(quoted).join(' ')
}

/**
 * The same command line for a web page.
 *
 * @param argv without the program's name
 * @param output the file that was named, for whose name there is another ending
 */
export function asWebPage(argv: readonly string[], output: string | undefined): string {
  const file = output === undefined ? [] : ['--output', `${output.replace(/\.pdf$/i, '')}.html`]
  return [...without(argv, ['--format', '--output']), '--format', 'html', ...file].map(quoted).join(' ')
}

/** What was typed before `--`, without these options and their values. */
function without(argv: readonly string[], options: readonly string[]): readonly string[] {
  const typed = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  return typed.filter(
    (word, at) =>
      !options.some((option) => word === option || word.startsWith(`${option}=`) || typed[at - 1] === option),
  )
}
