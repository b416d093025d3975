/** The screen that a stream of terminal output draws. It knows the part of ECMA-48 that prompts use. */

/** How a character is written: an SGR colour (`31`, `38;2;255;95;0`), and what else was asked for. */
export interface Pen {
  readonly colour: string
  readonly bold: boolean
  readonly dim: boolean
  readonly inverse: boolean
}

export interface Cell {
  /** '' for the second half of a wide character. */
  readonly text: string
  readonly pen: Pen
}

const plainPen: Pen = { colour: '', bold: false, dim: false, inverse: false }

export class Screen {
  #lines: Cell[][] = [[]]
  #pen = plainPen
  #row = 0
  #column = 0
  #waiting = ''
  cursorShown = true
  bracketedPaste = false
  columns: number

  constructor(columns: number) {
    this.columns = columns
  }

  write(text: string): void {
    this.#waiting += text
    while (this.#waiting !== '') {
      const control = /^\x1b(?:\[([0-9;?]*)([@-~])|[^[])/.exec(this.#waiting)
      if (control) {
        this.#waiting = this.#waiting.slice(control[0].length)
        this.#control(control[1] ?? '', control[2] ?? '')
        continue
      }
      // The rest of a sequence is still to come.
      if (this.#waiting.startsWith('\x1b')) return
      const plain = /^[^\x1b]+/.exec(this.#waiting)?.[0] ?? ''
      this.#waiting = this.#waiting.slice(plain.length)
      for (const { segment } of new Intl.Segmenter().segment(plain))
        for (const each of segment === '\r\n' ? segment : [segment]) this.#put(each)
    }
  }

  /** The lines without white space at their ends, and without empty lines at the end. */
  text(): string {
    return this.#lines
      .map((line) =>
        line
          .map(({ text }) => text)
          .join('')
          .trimEnd(),
      )
      .join('\n')
      .trimEnd()
  }

  /** What is written, and how. */
  cells(): readonly (readonly Cell[])[] {
    return this.#lines
  }

  #put(character: string): void {
    if (character === '\n') this.#row++
    else if (character === '\r') this.#column = 0
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1)
    else if (character >= ' ') {
      const width = Bun.stringWidth(character)
      if (this.#column + width > this.columns) {
        this.#row++
        this.#column = 0
      }
      const line = this.#line()
      const pen = this.#pen
      while (line.length < this.#column) line.push({ text: ' ', pen: plainPen })
      line[this.#column] = { text: character, pen }
      for (let rest = 1; rest < width; rest++) line[this.#column + rest] = { text: '', pen }
      this.#column += width
    }
    this.#line()
  }

  #line(): Cell[] {
    while (this.#lines.length <= this.#row) this.#lines.push([])
    return this.#lines[this.#row] ?? []
  }

  #control(parameters: string, final: string): void {
    const n = Number(parameters) || 1
    if (final === 'A') this.#row = Math.max(0, this.#row - n)
    if (final === 'B') this.#row += n
    if (final === 'C') this.#column = Math.min(this.columns - 1, this.#column + n)
    if (final === 'D') this.#column = Math.max(0, this.#column - n)
    if (final === 'G') this.#column = n - 1
    if (final === 'K') {
      if (parameters === '2') this.#line().length = 0
      else this.#line().length = Math.min(this.#line().length, this.#column)
    }
    if (final === 'J') {
      this.#line().length = Math.min(this.#line().length, this.#column)
      this.#lines.length = this.#row + 1
    }
    if (final === 'm') this.#pen = penAfter(this.#pen, parameters)
    if (parameters === '?25') this.cursorShown = final === 'h'
    if (parameters === '?2004') this.bracketedPaste = final === 'h'
  }
}

function penAfter(pen: Pen, parameters: string): Pen {
  if (/^[34]8;/.test(parameters)) return parameters.startsWith('3') ? { ...pen, colour: parameters } : pen
  let now = pen
  for (const parameter of parameters.split(';')) now = { ...now, ...changes[Number(parameter)] }
  return now
}

const colours = Array.from({ length: 8 }, (_, n) => [n + 30, n + 90]).flat()
/** What each parameter of SGR (ECMA-48, 8.3.117) changes. */
const changes: Readonly<Record<number, Partial<Pen>>> = {
  ...{ 0: plainPen, 1: { bold: true }, 2: { dim: true }, 7: { inverse: true } },
  ...{ 22: { bold: false, dim: false }, 27: { inverse: false }, 39: { colour: '' } },
  ...Object.fromEntries(colours.map((code) => [code, { colour: String(code) }])),
}
