/** A list in which several choices are marked, on top of the list of one choice. */
import type { Key } from 'node:readline'
import type { Choice } from '../../field/choice.ts'
import { ListPrompt, type Row, row } from './list.ts'

/** A row whose label begins with a box that says whether it is marked. */
function markable<T>(choice: Choice<T>, marked: ReadonlySet<Row<T>>): Row<T> {
  const plain = row(choice)
  return {
    ...plain,
    get label() {
      return `${marked.has(this) ? '[x]' : '[ ]'} ${plain.label}`
    },
  }
}

/** The rows of these choices, and those among them that are marked. */
export function markableRows<T>(choices: readonly Choice<T>[]): { rows: readonly Row<T>[]; marked: Set<Row<T>> } {
  const marked = new Set<Row<T>>()
  return { rows: choices.map((choice) => markable(choice, marked)), marked }
}

/** Tab, or the space bar while nothing is searched for, marks a row or takes the mark away; Enter takes what is marked. */
export class SeveralPrompt<T> extends ListPrompt<T> {
  constructor(options: ConstructorParameters<typeof ListPrompt<T>>[0], marked: Set<Row<T>>) {
    super(options)
    this.on('key', (char, key) => {
      const row = this.chosen
      if (!row || !this.#marks(char, key)) return
      if (!marked.delete(row)) marked.add(row)
    })
  }

  /** The mark is no part of what is searched for. */
  protected override _isActionKey(char: string | undefined, key: Key): boolean {
    return super._isActionKey(char, key) || this.#marks(char, key)
  }

  #marks(char: string | undefined, { name, shift }: Key): boolean {
    return (name === 'tab' && shift !== true) || (char === ' ' && this.userInput.trim() === '')
  }
}
