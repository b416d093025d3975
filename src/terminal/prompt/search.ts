/** Searches a list of names as people type: without accents, in any case, and with the words in any order. */
import type { Choice } from '../../field/choice.ts'
import type { Catalog } from '../../i18n/catalog.ts'

// Letters that Unicode does not decompose into a base and an accent, and the apostrophes and hyphens of different keyboards.
const alike: Readonly<Record<string, string>> = {
  œ: 'oe',
  æ: 'ae',
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  '’': "'",
  '‘': "'",
  ʼ: "'",
  '\u2010': '-',
  '\u2013': '-',
  '\u2212': '-',
}
const special = new RegExp(`[${Object.keys(alike).join('')}]`, 'g')

/** A text as it is compared: in lower case, without accents and ligatures. `Été d’Œuvre` → `ete d'oeuvre` */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .replace(special, (letter) => alike[letter] ?? letter)
}

/**
 * Makes a test whether a choice contains every word of what was typed. What was typed is folded once for the whole list, because
 * thousands of choices are searched at every key.
 */
export function matcher(typed: string): (folded: string) => boolean {
  const words = folded(typed)
    .split(/\s+/)
    .filter((word) => word !== '')
  return (text) => words.every((word) => text.includes(word))
}

/** Sorts as a person would look for them. The database's own order puts É after Z. */
export function sortedByLabel<T>(choices: readonly Choice<T>[], { lang }: Catalog): Choice<T>[] {
  const { compare } = new Intl.Collator(lang, { numeric: true })
  return choices.toSorted((a, b) => compare(a.label, b.label))
}

/** The text of a choice that is searched, folded: its label and its hint. */
export function searched(choice: Choice<unknown>): string {
  return folded(choice.hint === undefined ? choice.label : `${choice.label} ${choice.hint}`)
}
