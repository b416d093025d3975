/** The command line that would have given the same answers. People learn the options from it (docs/TERMINAL.md §4). */

import type { Fields } from '../field/field.ts'
import { isNamed } from '../field/reference.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { quoted } from '../text/shell.ts'
import { fieldText } from './field-text.ts'

/**
 * The command with the same effect in one line, quoted for a shell, without the program's name. Secrets are left out.
 *
 * @param path as typed: `['client', 'create']`
 * @param positionals ids and names in their order; a name that was looked up has become its id
 * @param values what was given or answered, by the field's name; null empties a field
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
      .map((word) => quoted(isNamed(word) ? word.typed : String(word))),
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
