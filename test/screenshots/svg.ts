/** A terminal's screen as a picture: SVG, which stays sharp and can be searched and read out. */
import type { Cell, Pen } from '../support/screen.ts'

const size = 15
/** Of one column, and of one line: common monospaced fonts are 0.6 of their size wide. */
const [wide, high] = [9, 18]
const margin = 14
const [paper, ink] = ['#1b1d23', '#d8dae0']

const sixteen: Readonly<Record<string, string>> = {
  ...{
    30: '#3b4048',
    31: '#ef6b73',
    32: '#7fd88f',
    33: '#e8c06d',
    34: '#6cb6ff',
    35: '#c792ea',
    36: '#5fd7d7',
    37: ink,
  },
  ...{
    90: '#7f848e',
    91: '#ff8b92',
    92: '#9ece6a',
    93: '#ffd75f',
    94: '#8cc8ff',
    95: '#d7a9f5',
    96: '#8be9fd',
    97: '#fff',
  },
}

/**
 * Draws the lines. Each run of one colour is laid to its columns, so that frames meet whatever the font.
 *
 * @param title said to those who do not see it
 * @param columns of the terminal
 */
export function svg(lines: readonly (readonly Cell[])[], title: string, columns: number): string {
  const last = lines.findLastIndex((line) => line.some(({ text }) => text.trim() !== ''))
  const shown = lines.slice(0, last + 1)
  const [width, height] = [columns * wide + 2 * margin, shown.length * high + 2 * margin].map(Math.ceil)
  const body = shown.flatMap((line, row) => runs(line).map((run) => drawn(run, row)))
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${paper}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="${size}" xml:space="preserve">`,
    ...body,
    '</g>',
    '</svg>',
  ].join('\n')}\n`
}

interface Run {
  readonly column: number
  readonly columns: number
  readonly text: string
  readonly pen: Pen
}

/** Neighbours of one colour; two blanks break a run, so that no font can drift far, one does not, so that Arabic keeps its order. */
function runs(line: readonly Cell[]): Run[] {
  const found: Run[] = []
  for (const [column, { text, pen }] of line.entries()) {
    const before = found.at(-1)
    const blank = text === ' ' && !pen.inverse
    const alike = before !== undefined && isFrame(before.text) === isFrame(text)
    const joins = alike && Bun.deepEquals(before.pen, pen) && before.column + before.columns === column
    if (joins && !(blank && before.text.endsWith(' '))) {
      found[found.length - 1] = { ...before, columns: before.columns + 1, text: before.text + text }
    } else if (!blank) found.push({ column, columns: 1, text, pen })
  }
  return found.map((run) => (run.pen.inverse ? run : trimmed(run)))
}

function trimmed(run: Run): Run {
  const text = run.text.trimEnd()
  return { ...run, text, columns: run.columns - (run.text.length - text.length) }
}

/** Frames are drawn, not written: then they meet in every font. What each character is, in halves of its cell. */
const strokes: Readonly<Record<string, (x: number, y: number, w: number, h: number) => string>> = {
  '─': (x, y, w) => `M${x - w} ${y}h${2 * w}`,
  '│': (x, y, _, h) => `M${x} ${y - h}v${2 * h}`,
  '├': (x, y, w, h) => `M${x} ${y - h}v${2 * h}M${x} ${y}h${w}`,
  '┤': (x, y, w, h) => `M${x} ${y - h}v${2 * h}M${x} ${y}h${-w}`,
  '╭': (x, y, w, h) => `M${x} ${y + h}Q${x} ${y} ${x + w} ${y}`,
  '╮': (x, y, w, h) => `M${x} ${y + h}Q${x} ${y} ${x - w} ${y}`,
  '╰': (x, y, w, h) => `M${x} ${y - h}Q${x} ${y} ${x + w} ${y}`,
  '╯': (x, y, w, h) => `M${x} ${y - h}Q${x} ${y} ${x - w} ${y}`,
  '└': (x, y, w, h) => `M${x} ${y - h}V${y}h${w}`,
}
const isFrame = (text: string) => text !== '' && [...text].every((character) => character in strokes)

function frame(text: string, x: number, top: number, colour: string): string {
  const path = [...text].map((character, at) => {
    const middle = x + (at + 0.5) * wide
    return strokes[character]?.(middle, Number(fixed(top + high / 2)), wide / 2, high / 2) ?? ''
  })
  return `<path d="${path.join('')}" stroke="${colour}" fill="none"/>`
}

function drawn({ column, columns, text, pen }: Run, row: number): string {
  const [x, top] = [margin + column * wide, margin + row * high]
  const colour = colourOf(pen.colour)
  if (isFrame(text)) return frame(text, x, top, colour)
  const style = `${pen.bold ? ' font-weight="bold"' : ''}${pen.dim ? ' opacity="0.6"' : ''}`
  const under = pen.inverse
    ? `<rect x="${fixed(x)}" y="${fixed(top)}" width="${fixed(columns * wide)}" height="${high}" fill="${colour}"/>`
    : ''
  const fill = pen.inverse ? paper : colour
  return `${under}<text x="${fixed(x)}" y="${fixed(top + size)}" textLength="${fixed(columns * wide)}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${style}>${escaped(text)}</text>`
}

function colourOf(sgr: string): string {
  const [, red, green, blue] = /^38;2;(\d+);(\d+);(\d+)$/.exec(sgr) ?? []
  return red === undefined ? (sixteen[sgr] ?? ink) : `rgb(${red},${green},${blue})`
}

const fixed = (n: number) => String(Math.round(n * 10) / 10)
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
