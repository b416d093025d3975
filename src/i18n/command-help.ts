/** The shape of the help of one command, the same in every language. */

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
  readonly caption: string
  /** The command. It comes without the program's name, unless something is piped into it. */
  readonly run: string
}
