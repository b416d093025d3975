/** Finds the word for "Did you mean …?" among those that are accepted (docs/TERMINAL.md §3). */

/**
 * How many letters must be inserted, left out, replaced or swapped with their neighbour to get from one word to the other (optimal string
 * alignment). A swap counts once, because it is the most common slip: `nmae`.
 */
export function distance(from: string, to: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    beforeLast = last
    last = current
  }
  return last[to.length] ?? 0
}

/** What is added to the distance for a match with one word of a long name, or with its beginning. */
const partly = 0.5

/**
 * The nearest of some names, or undefined if none is near: there may be one slip in three letters. Case and accents do not matter. Each
 * word of a long name is compared too, so that `nmae` finds `full-name`.
 *
 * @param names the accepted names, the likeliest first: of two equally near ones the first is returned
 */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const sought = plain(typed)
  let best: { name: string; score: number } | undefined
  for (const name of names) {
    const score = Math.min(
      distance(sought, plain(name)),
      ...wordsOf(name).map((word) => distance(sought, word) + partly),
    )
    const begins = sought.length >= 2 && plain(name).startsWith(sought) ? partly : Number.POSITIVE_INFINITY
    const nearer = Math.min(score, begins)
    if (!best || nearer < best.score) best = { name, score: nearer }
  }
  return best && best.score <= Math.max(1, Math.floor(sought.length / 3)) + partly ? best.name : undefined
}

function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function wordsOf(name: string): string[] {
  const words = plain(name).split(/[-_\s]+/)
  return words.length > 1 ? words : []
}
