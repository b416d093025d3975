/** The catalogue of the help. Its texts are long, so it is loaded only when help is shown. */
import type { HelpWords } from './en/help.ts'
import { type Lang, languages } from './languages.ts'

/** The name of a command, as it is typed: `client create`. */
export type CommandName = keyof HelpWords['commands'] & string
/** The name of a command, word by word: `['client', 'create']`. */
export type CommandPath = PathOf<CommandName>
type PathOf<Name extends string> = Name extends `${infer First} ${infer Second}`
  ? readonly [First, Second]
  : readonly [Name]

/** Loads the help catalogue of one language. */
export const helpWords = (lang: Lang): Promise<HelpWords> => languages[lang].help()
