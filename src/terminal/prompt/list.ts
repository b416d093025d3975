/** A list of choices on top of clack's prompt: it is searched by typing, it scrolls, and it says how much more there is. */
import type { Interface } from 'node:readline'
import { Prompt, type PromptOptions } from '@clack/core'
import type { Choice } from '../../field/choice.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { edited, type PromptTheme } from './frame.ts'
import { matcher, searched } from './search.ts'

/** A line of a list, with everything that showing and searching it needs, so that nothing is computed again at every key. */
export interface Row<T> {
  /** Undefined for `(none)` and for `+ new company…`. */
  readonly choice?: Choice<T>
  readonly label: string
  readonly hint: string
  readonly searched: string
}

/** The row of a choice. */
export function row<T>(choice: Choice<T>): Row<T> {
  return {
    choice,
    label: escapeControlCharacters(choice.label),
    hint: escapeControlCharacters(choice.hint ?? ''),
    searched: searched(choice),
  }
}

/** The row of what is no choice of the list. No search finds it. */
export const wordRow = (label: string): Row<never> => ({ label, hint: '', searched: '' })

interface ListOptions<T> extends PromptOptions<Row<T>, Prompt<Row<T>>> {
  readonly rows: readonly Row<T>[]
  /** The row that Enter takes at first. Default: the first. */
  readonly current: Row<T> | undefined
  /** A row that stays below the list, whatever is searched for. */
  readonly last: Row<T> | undefined
  /** How many rows are shown at once: it depends on the height that the terminal has now. */
  page(): number
}

/** The arrows, PageUp, PageDown, Home and End move in the list; everything else that is typed searches it. */
export class ListPrompt<T> extends Prompt<Row<T>> {
  readonly #o: ListOptions<T>
  #sought = ''
  #pasting = false
  /** The rows that were found. */
  found: readonly Row<T>[]
  /** The row that Enter takes, counted from the first one that was found; behind them comes the one that stays. */
  at: number

  constructor(options: ListOptions<T>) {
    super(options)
    this.#o = options
    this.found = options.rows
    this.at = this.#start()
    this.value = this.chosen
    this.on('userInput', () => this.#search())
    this.on('key', (_, { name = '' }) => {
      if (name === 'paste-start') this.#pasting = true
      if (name === 'paste-end') this.#pasting = false
      this.#move(name)
      this.value = this.chosen
    })
  }

  get chosen(): Row<T> | undefined {
    return this.found[this.at] ?? this.#o.last
  }

  /** What is searched for, before and after its cursor. */
  get typed(): readonly [before: string, after: string] {
    return [this.userInput.slice(0, this._cursor), this.userInput.slice(this._cursor)]
  }

  /** A line break in the middle of a paste takes nothing out of the list. */
  protected override _shouldSubmit(): boolean {
    if (this.#pasting) this._setUserInput(`${this.userInput} `, true)
    return !this.#pasting
  }

  #start(): number {
    const { rows, current } = this.#o
    return current === undefined ? 0 : Math.max(rows.indexOf(current), 0)
  }

  #search(): void {
    if (this.userInput === this.#sought) return
    this.#sought = this.userInput
    const { rows } = this.#o
    const matches = matcher(this.userInput)
    const all = this.userInput.trim() === ''
    this.found = all ? rows : rows.filter((row) => row.choice !== undefined && matches(row.searched))
    this.at = all ? this.#start() : 0
    this.value = this.chosen
  }

  #move(name: string): void {
    const length = this.found.length + (this.#o.last ? 1 : 0)
    const page = this.#o.page()
    const to = {
      up: (this.at - 1 + length) % length,
      down: (this.at + 1) % length,
      pageup: Math.max(this.at - page, 0),
      pagedown: Math.min(this.at + page, length - 1),
      home: 0,
      end: length - 1,
    }[name]
    if (to === undefined || length === 0) return
    this.at = to
    // Readline has moved to the beginning of what was typed, but the next letter is to follow the last one.
    if (name !== 'home') return
    ;(this as unknown as { rl?: Interface }).rl?.write(null, { ctrl: true, name: 'e' })
    this._cursor = this.userInput.length
  }
}

/** The lines of a list that is open: what is searched for, the rows around the one that Enter takes, and how many more there are. */
export function listBody<T>(
  prompt: ListPrompt<T>,
  o: {
    theme: PromptTheme
    t: Catalog
    width: number
    page: number
    rows: readonly Row<T>[]
    last: Row<T> | undefined
  },
): string[] {
  const { theme, t, width, page, rows, last } = o
  const { found, at } = prompt
  const { dim, green, yellow } = theme.paint
  const countOf = (all: readonly Row<T>[]) =>
    t.format.count(all.length - (all[0]?.choice ? 0 : Math.min(all.length, 1)))
  const count = t.ask.matches({ found: countOf(found), of: countOf(rows) })
  const first = Math.max(0, Math.min(at - Math.floor(page / 2), found.length - page))
  const below = found.length - first - page
  const more = (sign: string, count: number) =>
    count > 0 ? [dim(`${sign} ${t.ask.more({ count, shown: t.format.count(count) })}`)] : []
  const shown = (row: Row<T>, here: boolean) =>
    `${here ? green(theme.on) : dim(theme.off)} ${rowLine(theme, row, width - 2)}`
  return [
    `${dim(t.ask.search)} ${edited(...prompt.typed)} ${dim(`(${count})`)}`,
    ...more(theme.up, first),
    ...found.slice(first, first + page).map((row, index) => shown(row, first + index === at)),
    ...more(theme.down, below),
    ...(found.length === 0 && prompt.state !== 'error' ? [yellow(t.ask.noMatch)] : []),
    ...(last ? [shown(last, at === found.length)] : []),
  ]
}

/** One row on one line: the name, then as much of the hint as fits. */
export function rowLine(theme: PromptTheme, { label, hint }: Row<unknown>, width: number): string {
  const ellipsis = theme.mask === '*' ? '~' : '…'
  const name = Bun.sliceAnsi(label, 0, width, { ellipsis })
  const room = width - Bun.stringWidth(name) - 2
  if (hint === '' || room < 4) return name
  return `${name}  ${theme.paint.dim(Bun.sliceAnsi(hint, 0, room, { ellipsis }))}`
}
