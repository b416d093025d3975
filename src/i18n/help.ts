/** The words of the help: long texts, loaded only where help is shown. */

import type { HelpWords } from './en/help.ts'
import type { Lang } from './lang.ts'

/** Every command there is, as typed: `client create`. */
export type CommandName = keyof HelpWords['commands'] & string
/** The same in words: `['client', 'create']`. */
export type CommandPath = PathOf<CommandName>
type PathOf<Name extends string> = Name extends `${infer First} ${infer Second}`
  ? readonly [First, Second]
  : readonly [Name]

/** The help catalogue of one language. */
export async function helpWords(lang: Lang): Promise<HelpWords> {
  return lang === 'fr' ? (await import('./fr/help.ts')).help : (await import('./en/help.ts')).help
}
