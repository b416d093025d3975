/** An event of the sample agency. Its days count from today, so that the agency never becomes outdated. */
export interface SampleEvent {
  readonly id: number
  readonly contract: number
  readonly title: string
  readonly address: string
  /** The id of a support; absent: nobody is assigned yet. */
  readonly support?: number
  /** Days from today; negative in the past. */
  readonly day: number
  /** Moves the event to the next such weekday: 1 is Monday, 6 is Saturday. */
  readonly weekday?: number
  /** Local times, `HH:MM`. */
  readonly from: string
  readonly to: string
  /** Nights until it ends: 0 (default) on the same day, 1 on the next. */
  readonly nights?: number
  readonly people: number
  readonly notes?: string
}
