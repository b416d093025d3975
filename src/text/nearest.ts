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
/** So many letters make a beginning: fewer begin too many words. */
const beginning = 3

/**
 * The one name that was probably meant, or undefined: no suggestion is better than a wrong one, because people run what is suggested.
 *
 * Near is one slip, or two from seven letters on. (cobra allows two whatever the length, so that `git` is near to `gui`; a share of the
 * length alone, as in clap, misses the swap of a short word: clap-rs/clap#6011.) A beginning counts, as in git, and so does a slip in one
 * word of a long name, if that word is at least half of it: `name` finds `full-name`, `paid` does not find `is-fully-paid`. What is equally
 * near to two names finds neither, and where the opposite of a word is accepted nothing is suggested: `signed` is two slips from `unsigned`.
 *
 * Case and accents do not matter.
 */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const sought = plain(typed)
  let best: Match | undefined
  let tie = false
  if (names.some((name) => isOpposite(sought, plain(name)))) return undefined
  for (const name of names) {
    const match = matchOf(sought, name)
    if (!match || (best && match.score > best.score)) continue
    const equal = best?.score === match.score ? best : undefined
    // Of `event` and `events` the shorter is meant.
    if (equal && name.startsWith(equal.name)) continue
    tie = equal !== undefined && !equal.name.startsWith(name)
    best = match
  }
  return tie || !best?.enough ? undefined : best.name
}

interface Match {
  readonly name: string
  readonly score: number
  /** `false`: only a small part of the name was matched. It is kept, because it may show that another match is ambiguous. */
  readonly enough: boolean
}

function matchOf(sought: string, name: string): Match | undefined {
  const whole = plain(name)
  const matches: Match[] = []
  const slips = slipsBetween(sought, whole)
  if (slips !== undefined) matches.push({ name, score: slips, enough: true })
  if (sought.length >= beginning && whole.startsWith(sought)) matches.push({ name, score: partly, enough: true })
  const words = wordsOf(whole)
  for (const word of words) {
    const inWord = slipsBetween(sought, word)
    if (inWord === undefined) continue
    matches.push({ name, score: inWord + partly, enough: word.length * 2 >= words.join('').length })
  }
  return matches.toSorted((one, other) => one.score - other.score || Number(other.enough) - Number(one.enough))[0]
}

/** How many slips lead from one word to the other, if they are few enough for their length. */
function slipsBetween(one: string, other: string): number | undefined {
  const letters = Math.min(one.length, other.length)
  const most = letters < 3 ? 0 : letters < 7 ? 1 : 2
  // A word that is much longer need not be compared, however long it is.
  if (Math.abs(one.length - other.length) > most) return undefined
  const slips = distance(one, other)
  return slips <= most ? slips : undefined
}

const negation = /^(?:un|in|dis|not?-?|non-?|with(?:out)?-|sans-|avec-)/

function isOpposite(one: string, other: string): boolean {
  const affirmed = (name: string) => [name, name.replace(negation, '')]
  return one !== other && affirmed(one).some((form) => form !== '' && affirmed(other).includes(form))
}

/** A text in small letters without accents. Less than `fold` does, whose tables would cost every start of the program a millisecond. */
export function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function wordsOf(name: string): string[] {
  const words = name.split(/[-_\s]+/)
  return words.length > 1 ? words : []
}
