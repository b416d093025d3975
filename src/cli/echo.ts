/** The command line that says in one line what was answered in many: people learn the options from it (terminal.md §4). */
import type { Catalog } from '../i18n/catalog.ts'
import type { Fields } from './field.ts'
import { fieldText } from './fill.ts'
import { visible } from './values/escape.ts'

/**
 * The one-line command with the same effect, quoted for a shell, without the program's name. Secrets are left out.
 *
 * @param path as typed: `['client', 'create']`
 * @param positionals ids and names, in their order, or by their names in that order
 * @param values those given or answered, by the field's name; null empties
 */
export function equivalent(
  path: readonly string[],
  positionals: readonly unknown[] | Readonly<Record<string, unknown>>,
  fields: Fields,
  values: Readonly<Record<string, unknown>>,
  t: Catalog,
): string {
  const words = [
    ...path,
    ...Object.values(positionals)
      .flat()
      .map((word) => quoted(String(word))),
  ]
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name]
    if (value === undefined || field.kind === 'secret') continue
    const text = fieldText(field, value, t)
    // A value that begins with a dash would be taken for the next option.
    words.push(text.startsWith('-') ? `--${field.option}=${quoted(text)}` : `--${field.option} ${quoted(text)}`)
  }
  return words.join(' ')
}

/**
 * One word of a POSIX shell command (POSIX.1-2024, XCU 2.2): bare where nothing in it is special, in double quotes for an
 * apostrophe, in `$'…'` only for what one line cannot show: line breaks, and characters that a terminal must not get.
 */
export function quoted(word: string): string {
  if (visible(word) !== word) return `$'${Array.from(word).map(escapedForShell).join('')}'`
  if (/^[\p{L}\p{N}@%_+:,./-][\p{L}\p{N}@%_+=:,./-]*$/u.test(word)) return word
  if (!word.includes("'")) return `'${word}'`
  if (!/[$`"\\!]/.test(word)) return `"${word}"`
  return `'${word.replaceAll("'", "'\\''")}'`
}

function escapedForShell(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\t') return '\\t'
  if (character === "'" || character === '\\') return `\\${character}`
  if (visible(character) === character) return character
  return Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')
}
