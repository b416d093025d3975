/** Rows on their way to the screen: limited, counted, and sampled without holding all of them in memory. */

import type { Row } from '../../field/column.ts'
import type { Stream } from '../streams.ts'

/** What is known after the rows have been written. */
export interface Tally {
  shown: number
  /** `true`: the database has more. */
  more: boolean
  /** The last row that was shown. The next page begins after it. */
  last: Row | undefined
}

/**
 * The rows to show. The row beyond the limit is held back, and no more rows are fetched once the reader has closed the stream.
 *
 * @param limit the most rows to show; 0 for all
 * @param tally counts the rows that were handed on
 */
export async function* shown(
  rows: AsyncIterable<readonly Row[]>,
  limit: number,
  out: Stream,
  tally: Tally,
): AsyncGenerator<readonly Row[], void, undefined> {
  for await (const batch of rows) {
    const room = limit === 0 ? batch.length : Math.min(batch.length, limit - tally.shown)
    if (room > 0) {
      tally.shown += room
      tally.last = batch[room - 1]
      yield batch.slice(0, room)
    }
    if (room < batch.length) {
      tally.more = true
      return
    }
    if (out.closed) return
  }
}

/** A new count. */
export function tally(): Tally {
  return { shown: 0, more: false, last: undefined }
}

/** The first rows. `complete` means that there are no others. */
export interface Sample {
  readonly rows: readonly Row[]
  readonly complete: boolean
}

/** The number of rows that decide the widths of a table (docs/TERMINAL.md §2). */
export const sampleSize = 1000

/** Takes the sample from the iterator, which then continues after it. */
export async function sample(rows: AsyncIterator<readonly Row[]>): Promise<Sample> {
  const taken: Row[] = []
  // One row more is read, to tell a list of exactly this many rows from a longer one.
  while (taken.length <= sampleSize) {
    const { done, value } = await rows.next()
    if (done) return { rows: taken, complete: true }
    for (const row of value) taken.push(row)
  }
  return { rows: taken, complete: false }
}
