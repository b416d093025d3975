/** Searching a list of names as people type: without accents, in any case, in any order of the words. */
import type { Choice } from '../../field/choice.ts'

// Letters that Unicode does not take apart into a base and an accent, and the apostrophes of the two keyboards.
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
  ʼ: "'",
}
const special = new RegExp(`[${Object.keys(alike).join('')}]`, 'g')

/** A text as it is compared: lower case, accents and ligatures taken apart and dropped. `Été d’Œuvre` → `ete d'oeuvre` */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(special, (letter) => alike[letter] ?? letter)
}

/**
 * A test whether a choice holds every word of what was typed, in its label or its hint. What is typed is folded once for the
 * whole list: thousands of choices are searched at every key.
 */
export function matcher(typed: string): (folded: string) => boolean {
  const words = folded(typed)
    .split(/\s+/)
    .filter((word) => word !== '')
  return (text) => words.every((word) => text.includes(word))
}

/** What of a choice is searched. */
export function searched(choice: Choice<unknown>): string {
  return folded(choice.hint === undefined ? choice.label : `${choice.label} ${choice.hint}`)
}
