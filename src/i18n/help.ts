/** The words of the help: long texts, loaded only where help is shown. */
import type { Lang } from './catalog.ts'
import type { help } from './en/help.ts'

/** The help of one command. Everything in it must be true on the sample agency. */
export interface CommandHelp {
  /** One line, for the list of its group: begins with a verb, no full stop. */
  readonly summary: string
  /** What one has to know beyond the summary. */
  readonly description?: string
  readonly examples: readonly Example[]
  /** What surprises, a paragraph each. */
  readonly notes?: readonly string[]
  /** Commands to look at next, without the program's name. */
  readonly next?: readonly string[]
}

export interface Example {
  readonly say: string
  /** Without the program's name; or with it where something is piped into it. */
  readonly run: string
}

export type HelpWords = typeof help

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
