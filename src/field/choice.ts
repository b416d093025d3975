/** One choice of a list from which a person picks: a store fetches them, a prompter shows them. */
export interface Choice<T> {
  /** The value of the answer. */
  readonly value: T
  /** What people read and search: a name. */
  readonly label: string
  /** What tells two choices of the same name apart: `#12 · Lyon · signed` */
  readonly hint?: string
  /** Its place in the list, before that of its name: the lower, the sooner. */
  readonly rank?: number
}
