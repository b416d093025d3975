/** Searches a list of names as `--search` searches the database: every word that was typed begins a word of the name or of its hint. */
import type { Choice } from '../../field/choice.ts'
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

/** The words of a choice, each behind a space. */
export const searched = ({ label, hint = '' }: Choice<unknown>): string => behindSpaces(`${label} ${hint}`).join('')
