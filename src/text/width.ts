/** Text measured in columns of a terminal: accents, CJK, emoji made of several characters count as they are shown. */

/** Columns that `text` takes; colour codes take none. */
export function width(text: string): number {
  return Bun.stringWidth(text)
}

/**
 * Shortens to `max` columns; what is cut ends in `ellipsis`. No emoji or accented letter is taken apart
 * (`Bun.sliceAnsi` lets zero-width-joiner sequences exceed the limit, so it is not used).
 */
export function cut(text: string, max: number, ellipsis: string): string {
  if (width(text) <= max) return text
  const room = max - width(ellipsis)
  return room < 0 ? split(ellipsis, Math.max(max, 0), false)[0] : split(text, room, false)[0] + ellipsis
}

/** Fills up with spaces to `columns`; longer text stays as it is. */
export function pad(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const missing = columns - width(text)
  if (missing <= 0) return text
  return side === 'right' ? ' '.repeat(missing) + text : text + ' '.repeat(missing)
}

/**
 * Breaks text into lines of at most `max` columns, at ordinary spaces where there are any, never at a no-break space (U+00A0) unless a
 * single word is wider than a line. Line breaks and leading spaces stay.
 * (`Bun.wrapAnsi` takes emoji families apart.)
 */
export function wrap(text: string, max: number): string[] {
  return text.split('\n').flatMap((line) => (width(line) <= max ? [line] : wrapLine(line, Math.max(max, 1))))
}

function wrapLine(text: string, max: number): string[] {
  const lines: string[] = []
  let line = ''
  let taken = 0
  let fresh = true
  for (const word of text.split(' ')) {
    let rest = word
    let size = width(rest)
    if (!fresh && taken + 1 + size <= max) {
      line += ` ${rest}`
      taken += 1 + size
      continue
    }
    if (!fresh) lines.push(line.trimEnd())
    while (size > max) {
      let [head, tail] = split(rest, max, true)
      // A French sign and its no-break space do not begin a line alone: the character before them goes along.
      while (onlySigns.test(tail) && width(head) > 1) [head, tail] = split(rest, width(head) - 1, true)
      lines.push(head)
      rest = tail
      size = width(rest)
    }
    line = rest
    taken = size
    fresh = false
  }
  return line === '' ? lines : [...lines, line]
}

const onlySigns = /^\u00a0*[?!:;»][\u00a0?!:;»]*$/

let segmenter: Intl.Segmenter | undefined

/**
 * The beginning that fits `max` columns, and the rest.
 *
 * @param advance `true`: at least one character, even where it is wider than `max`: wrapping must come to an end
 */
function split(text: string, max: number, advance: boolean): [string, string] {
  if (/^[\x20-\x7e]*$/.test(text)) return [text.slice(0, max), text.slice(max)]
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let head = ''
  for (const { segment } of segmenter.segment(text)) {
    // Measured as a whole: clusters of some scripts are not the sum of their parts.
    if (width(head + segment) <= max) head += segment
    else if (advance && head === '') return [firstPart(segment, max), text.slice(firstPart(segment, max).length)]
    else break
  }
  return [head, text.slice(head.length)]
}

/** Of a cluster wider than a whole line (marks upon marks, or a window of one column): the characters that fit, one at least. */
function firstPart(cluster: string, max: number): string {
  const [first = '', ...rest] = cluster
  let part = first
  for (const character of rest) {
    if (width(part + character) > max) break
    part += character
  }
  return part
}
