/** Searches a list of names as people type: without accents, in any case, and with the words in any order. */
import type { Choice } from '../../field/choice.ts'

// Letters that Unicode does not decompose into a base and an accent.
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
}
const special = new RegExp(`[${Object.keys(alike).join('')}]`, 'g')

/** A text as it is compared: in lower case, without accents and ligatures. `Été d’Œuvre` → `ete d’oeuvre` */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .replace(special, (letter) => alike[letter] ?? letter)
}

const wordsOf = (text: string): string[] => folded(text).match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * Makes a test whether each word of what was typed begins a word of a choice. What was typed is taken apart once for the whole list,
 * because thousands of choices are searched at every key.
 */
export function matcher(typed: string): (searched: string) => boolean {
  const words = wordsOf(typed).map((word) => ` ${word}`)
  return (searched) => words.every((word) => searched.includes(word))
}

/** The words of a choice, of its label and its hint, each behind a space. */
export function searched({ label, hint = '' }: Choice<unknown>): string {
  return wordsOf(`${label} ${hint}`)
    .map((word) => ` ${word}`)
    .join('')
}
