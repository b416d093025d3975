/** Searches a list of names as `--search` searches the database: every word that was typed begins a word of the name or of its hint. */
import type { Choice } from '../../field/choice.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { wordsOf } from '../../text/fold.ts'

const behindSpaces = (text: string) => wordsOf(text).map((word) => ` ${word}`)

/**
 * Makes a test whether a choice is found. What was typed is taken apart once for the whole list, because thousands of choices are searched
 * at every key.
 */
export function matcher(typed: string): (searched: string) => boolean {
  const words = behindSpaces(typed)
  return (searched) => words.every((word) => searched.includes(word))
}

/** Sorts by rank, and else as a person would look for them. The database's own order puts É after Z. */
export function sortedByLabel<T>(choices: readonly Choice<T>[], { lang }: Catalog): Choice<T>[] {
  const { compare } = new Intl.Collator(lang, { numeric: true })
  return choices.toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || compare(a.label, b.label))
}

/** The words of a choice, each behind a space. */
export const searched = ({ label, hint = '' }: Choice<unknown>): string => behindSpaces(`${label} ${hint}`).join('')
