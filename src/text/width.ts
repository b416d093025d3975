/** Text measured in columns of a terminal. Accents, CJK and emoji of several characters count as they are shown. */

/** The columns that a text takes. Colour codes take none. */
export function width(text: string): number {
  return Bun.stringWidth(text)
}

/**
 * Shortens a text to `max` columns. A text that is cut ends in `ellipsis`. No emoji or accented letter is taken apart (`Bun.sliceAnsi` lets
 * zero-width-joiner sequences exceed the limit, so it is not used).
 */
export function cut(text: string, max: number, ellipsis: string): string {
  if (width(text) <= max) return text
  const room = max - width(ellipsis)
  return room < 0 ? split(ellipsis, Math.max(max, 0), false)[0] : split(text, room, false)[0] + ellipsis
}

/** Fills a text with spaces to `columns`. A longer text stays as it is. */
export function pad(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  return spaced(text, columns - width(text), side)
}

/** Puts spaces beside a text whose width is known: none if their number is negative. */
export function spaced(text: string, spaces: number, side: 'left' | 'right'): string {
  if (spaces <= 0) return text
  return side === 'right' ? ' '.repeat(spaces) + text : text + ' '.repeat(spaces)
}

/**
 * Breaks a text into lines of at most `max` columns, at ordinary spaces if there are any. It breaks at a no-break space (U+00A0) only if a
 * single word is wider than a line. Line breaks and leading spaces of the text stay. (`Bun.wrapAnsi` takes emoji families apart.)
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
      // A French sign and its no-break space must not begin a line alone, so the character before them moves to that line too.
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
 * Splits a text into the beginning that fits `max` columns, and the rest.
 *
 * @param advance `true` takes at least one character, even if it is wider than `max`, so that wrapping comes to an end
 */
function split(text: string, max: number, advance: boolean): [string, string] {
  if (/^[\x20-\x7e]*$/.test(text)) return [text.slice(0, max), text.slice(max)]
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  let head = ''
  for (const { segment } of segmenter.segment(text)) {
    // The whole is measured, because in some scripts it is not as wide as the sum of its parts.
    if (width(head + segment) <= max) head += segment
    else if (advance && head === '') return [firstPart(segment, max), text.slice(firstPart(segment, max).length)]
    else break
  }
  return [head, text.slice(head.length)]
}

/** The characters of a cluster that fit, but at least one. A cluster can be wider than a line in a window of one column. */
function firstPart(cluster: string, max: number): string {
  const [first = '', ...rest] = cluster
  let part = first
  for (const character of rest) {
    if (width(part + character) > max) break
    part += character
  }
  return part
}
