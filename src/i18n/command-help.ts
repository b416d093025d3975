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
