/** Rows on their way to the screen: at most so many, counted, and looked at ahead without holding them all. */

import type { Row } from '../../field/column.ts'
import type { Stream } from '../streams.ts'

/** What is known once the rows have passed. */
export interface Tally {
  shown: number
  /** `true`: the database has more. */
  more: boolean
  /** The last one shown: where the next page begins. */
  last: Row | undefined
}

/**
 * The rows that are to be shown: the surplus one is held back, and nothing more is pulled once the reader has gone.
 *
 * @param limit rows at most; 0: all
 * @param tally counts what has been handed on
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

/** As many rows as a sample needs; `complete` when there are no others. */
export interface Sample {
  readonly rows: readonly Row[]
  readonly complete: boolean
}

/** The rows that the widths of a table are taken from, as terminal.md §2 has it. */
export const sampleSize = 1000

/** Pulls the sample; the iterator stands behind it. */
export async function sample(rows: AsyncIterator<readonly Row[]>): Promise<Sample> {
  const taken: Row[] = []
  // One more than the sample: exactly as many rows as that are complete too.
  while (taken.length <= sampleSize) {
    const { done, value } = await rows.next()
    if (done) return { rows: taken, complete: true }
    for (const row of value) taken.push(row)
  }
  return { rows: taken, complete: false }
}
