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
 * word of a long name is compared too, so that `nmae` finds `full-name`, and its first words with several, so that `cool startip` finds
 * `Cool Startup LLC`.
 *
 * @param names the accepted names, the likeliest first: of two equally near ones the first is returned
 */
export const nearest = (typed: string, names: readonly string[]): string | undefined => nearestOf(typed, names, 1)[0]

/** The nearest ones, at most so many, the nearest first. */
export function nearestOf(typed: string, names: readonly string[], most: number): string[] {
  const sought = plain(typed)
  const limit = Math.max(1, Math.floor(sought.length / 3)) + partly
  const words = sought.split(/\s+/).length
  const scored = names.flatMap((name): { name: string; score: number }[] => {
    const score = Math.min(
      distance(sought, plain(name)),
      ...wordsOf(name).map((word) => distance(sought, word) + partly),
      ...(words > 1 ? [distance(sought, plain(name).split(/\s+/).slice(0, words).join(' ')) + partly] : []),
    )
    const begins = sought.length >= 2 && plain(name).startsWith(sought) ? partly : Number.POSITIVE_INFINITY
    const nearer = Math.min(score, begins)
    return nearer <= limit ? [{ name, score: nearer }] : []
  })
  // The sort is stable, so equally near ones keep their order.
  return scored
    .toSorted((a, b) => a.score - b.score)
    .slice(0, most)
    .map(({ name }) => name)
}

function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function wordsOf(name: string): string[] {
  const words = plain(name).split(/[-_\s]+/)
  return words.length > 1 ? words : []
}
