/** How many rows one statement gets: as many as it does in about a second, so that no time limit ends it on a slow machine. */

export interface Pace {
  /** Does the work for all of the rows, one piece after the other. */
  each<R>(rows: readonly R[], work: (piece: readonly R[]) => Promise<void>): Promise<void>
}

const targetMs = 1_500
const first = 100
const least = 25
/** A piece is at most so many times as long as the one before it. */
const growth = 5

/** @param most the most rows of a piece */
export function paceOf(most: number): Pace {
  let size = Math.min(first, most)
  return {
    async each(rows, work) {
      for (let at = 0; at < rows.length; ) {
        const piece = rows.slice(at, at + size)
        const since = performance.now()
        await work(piece)
        at += piece.length
        const wanted = (piece.length * targetMs) / Math.max(performance.now() - since, 1)
        size = Math.round(Math.min(Math.max(wanted, least), size * growth, most))
      }
    },
  }
}
