export interface Choice<T> {
  readonly value: T
  /** What is read and searched: a name. */
  readonly label: string
  /** `#12 · Lyon · signed` */
  readonly hint?: string
}
