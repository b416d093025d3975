/** What the first lines of a text file say about its form. */
import type { Separator } from './sheet.ts'

/** From the least to the most likely to stand inside a text: of two that fit equally, the first is taken. */
const separators: readonly Separator[] = [';', '\t', '|', ',']
/** A cell in quotation marks, after what may stand before one. The last one of a sample may go on behind its end. */
const quoted = /(^|[,;\t|\r\n])"(?:[^"]|"")*(?:"|$)/g
/** So many lines are looked at. */
const most = 100

export interface Form {
  readonly separator: Separator
  /** What ends a line. With a line feed, a carriage return before it belongs to the end too. */
  readonly newline: '\n' | '\r'
  /** How many characters at the beginning are no row: Excel's own `sep=;`. */
  readonly skipped: number
}

/**
 * Finds separator and line ends.
 *
 * @param sample the beginning of the text
 * @param whole whether that is all of it. Otherwise its last line may be half of one
 */
export function formOf(sample: string, whole: boolean): Form {
  const [announced = '', sign] = /^"?sep=([,;\t|])"?(?:\r\n|\n|\r)/i.exec(sample) ?? []
  const unquoted = sample.slice(announced.length).replace(quoted, '$1')
  const lines = unquoted.split(/\r\n|\n|\r/).slice(0, whole ? most : -1)
  const rows = lines.filter((line) => line.trim() !== '').slice(0, most)
  return {
    separator: (sign as Separator | undefined) ?? separatorOf(rows),
    newline: unquoted.includes('\n') || !unquoted.includes('\r') ? '\n' : '\r',
    skipped: announced.length,
  }
}

/**
 * The separator that most lines have as often as the first one, and at all. A heading that lacks one at its end counts less than rows that
 * agree among themselves (TablePress#198), so every count that the first line has at least once is compared with the most frequent one.
 */
function separatorOf([headings = '', ...rows]: readonly string[]): Separator {
  const scored = separators.map((separator) => {
    const counts = [headings, ...rows].map((line) => line.split(separator).length - 1)
    const agreeing = Map.groupBy(counts, (count) => count)
    const most = Math.max(0, ...agreeing.entries().map(([count, lines]) => (count > 0 ? lines.length : 0)))
    return { separator, score: (counts[0] ?? 0) === 0 ? 0 : most, total: counts.reduce((sum, count) => sum + count, 0) }
  })
  const [best] = scored.toSorted((one, other) => other.score - one.score || other.total - one.total)
  return best === undefined || best.score === 0 ? ',' : best.separator
}
