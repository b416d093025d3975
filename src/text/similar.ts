/** Finds the names of records that look like one that was typed. What is accepted words of commands has nearest.ts. */
import { fold } from './fold.ts'
import { distance } from './nearest.ts'

/** What is added to the distance for a match with a part of a name. */
const partly = 0.5

/**
 * The names that are near to what was typed, the nearest first: one slip in three letters. Case and accents do not matter. Each word of a
 * name is compared too, and as many of its first words as were typed: `cool startip` finds `Cool Startup LLC`.
 *
 * @param names of two equally near ones the first comes first
 */
export function similarNames(typed: string, names: readonly string[], most: number): string[] {
  const sought = fold(typed)
  const limit = Math.max(1, Math.floor(sought.length / 3)) + partly
  const count = sought.split(/\s+/).length
  const scored = names.flatMap((name): { name: string; score: number }[] => {
    const words = fold(name).split(/[-_\s]+/)
    const parts = [...words, fold(name).split(/\s+/).slice(0, count).join(' ')]
    const score = Math.min(distance(sought, fold(name)), ...parts.map((part) => distance(sought, part) + partly))
    return score <= limit ? [{ name, score }] : []
  })
  // The sort is stable, so equally near ones keep their order.
  return scored
    .toSorted((a, b) => a.score - b.score)
    .slice(0, most)
    .map(({ name }) => name)
}
