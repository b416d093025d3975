/**
 * The languages of the program. To add one, write a folder like en/ and an entry here: no other file names a language.
 */
import type { HelpWords } from './en/help.ts'
import { en, type Words } from './en.ts'
import { fr } from './fr.ts'

export interface Language {
  /** The locale of Intl (BCP 47), for lists and the names of months. Dates are written day first, hence en-GB. */
  readonly locale: string
  /** Between the thousands of a number. Numbers are written as Intl writes them, whose first use costs 2 ms. */
  readonly group: string
  readonly decimalSign: string
  /** `1,200.50` → `€1,200.50` */
  readonly euros: (amount: string) => string
  readonly words: Words
  /** The texts of the help. They are long, so they are loaded only when help is shown. */
  readonly help: () => Promise<HelpWords>
  /** The day of the month in a long date: 1 to 31 → `1er`. */
  readonly day: (day: number) => string
  /** What people type for yes and no: the word, and the letter that answers a question. */
  readonly yes: readonly [word: string, letter: string]
  readonly no: readonly [word: string, letter: string]
}

const table = {
  en: {
    locale: 'en-GB',
    group: ',',
    decimalSign: '.',
    euros: (amount) => `€${amount}`,
    words: en,
    help: async () => (await import('./en/help.ts')).help,
    day: String,
    yes: ['yes', 'y'],
    no: ['no', 'n'],
  },
  fr: {
    locale: 'fr-FR',
    group: '\u202f',
    decimalSign: ',',
    euros: (amount) => `${amount}\u00a0€`,
    words: fr,
    help: async () => (await import('./fr/help.ts')).help,
    day: (day) => (day === 1 ? '1er' : String(day)),
    yes: ['oui', 'o'],
    no: ['non', 'n'],
  },
} satisfies Record<string, Language>

/** The code of a language (ISO 639-1), as `--lang` takes it. */
export type Lang = keyof typeof table

export const languages: Readonly<Record<Lang, Language>> = table

/** The codes of all languages, English first: it serves where no other is asked for. */
export const languageCodes = Object.keys(table) as readonly Lang[]

/** Is this the code of a language that the program has? */
export const isLanguage = (code: string): code is Lang => Object.hasOwn(table, code)

/** Whatever the language of a run, people type the yes and no that they are used to: the words of every language count. */
export const yesWords: readonly string[] = Object.values(languages).map(({ yes: [word] }) => word)
export const noWords: readonly string[] = Object.values(languages).map(({ no: [word] }) => word)

/** What a word or a letter answers to a question, in any of the languages; undefined when it is neither yes nor no. */
export function answerOf(typed: string): boolean | undefined {
  const answers = Object.values(languages)
  if (answers.some(({ yes }) => yes.includes(typed))) return true
  return answers.some(({ no }) => no.includes(typed)) ? false : undefined
}
