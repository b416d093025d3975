/** What is said of an event of the sample agency. Days count from today, so that the agency is never out of date. */
export interface SampleEvent {
  readonly id: number
  readonly contract: number
  readonly title: string
  readonly address: string
  /** The id of a support; absent: nobody yet. */
  readonly support?: number
  /** Days from today; negative: past. */
  readonly day: number
  /** Moves it to the next such day: 1 is Monday, 6 Saturday. */
  readonly weekday?: number
  /** Local times. */
  readonly from: string
  readonly to: string
  /** On which day it ends: 0 (default) the same, 1 the next. */
  readonly nights?: number
  readonly people: number
  readonly notes?: string
}
