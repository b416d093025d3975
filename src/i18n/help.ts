/** The catalogue of the help. Its texts are long, so it is loaded only when help is shown. */
import type { Lang } from './catalog.ts'
import type { help } from './en/help.ts'

/** The help of one command. Its examples must work on the sample agency. */
export interface CommandHelp {
  /** One line, also shown in the list of its group. It begins with a verb and has no full stop. */
  readonly summary: string
  /** What a reader has to know beyond the summary. */
  readonly description?: string
  readonly examples: readonly Example[]
  /** Facts that may surprise a reader. Each one is a paragraph. */
  readonly notes?: readonly string[]
  /** Commands to look at next. They come without the program's name. */
  readonly next?: readonly string[]
}

export interface Example {
  /** What the example does. */
  readonly say: string
  /** The command. It comes without the program's name, unless something is piped into it. */
  readonly run: string
}

export type HelpWords = typeof help

/** The name of a command, as it is typed: `client create`. */
export type CommandName = keyof HelpWords['commands'] & string
/** The name of a command, word by word: `['client', 'create']`. */
export type CommandPath = PathOf<CommandName>
type PathOf<Name extends string> = Name extends `${infer First} ${infer Second}`
  ? readonly [First, Second]
  : readonly [Name]

/** Loads the help catalogue of one language. */
export async function helpWords(lang: Lang): Promise<HelpWords> {
  return lang === 'fr' ? (await import('./fr/help.ts')).help : (await import('./en/help.ts')).help
}
