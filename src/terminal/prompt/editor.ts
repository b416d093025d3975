/** Text fields on top of clack's prompts: one line that accepts a paste, and several lines. */
import type { Key } from 'node:readline'
import { Prompt, type PromptOptions, TextPrompt } from '@clack/core'
import { firstGrapheme, lastGrapheme } from './frame.ts'

type TextOptions = ConstructorParameters<typeof TextPrompt>[0]

/**
 * One line. A paste of several lines (an address) is joined with spaces. Otherwise its first line would be the answer, and the other lines
 * would answer the questions that follow. It needs the terminal's bracketed paste mode.
 */
export class LineEditor extends TextPrompt {
  #pasting = false
  #before: string

  constructor(options: TextOptions) {
    super(options)
    this.#before = options.initialUserInput ?? ''
    this.on('key', (_, key) => {
      if (key.name === 'paste-start') this.#pasting = true
      if (key.name === 'paste-end') this.#pasting = false
      // A line feed empties readline's line and clack's copy of it, so the text is restored.
      if (key.name === 'enter' && this.userInput !== this.#before) {
        this._setUserInput(this.#before + (this.#pasting ? ' ' : ''), true)
      }
      this.#before = this.userInput
    })
  }

  protected override _shouldSubmit(): boolean {
    if (!this.#pasting) return true
    this._setUserInput(`${this.userInput} `, true)
    this.#before = this.userInput
    return false
  }
}

/**
 * Several lines. Enter begins a new line, and Enter on an empty last line ends the answer. A paste keeps its line breaks, and its empty lines
 * do not end the answer.
 */
export class LinesEditor extends Prompt<string> {
  #pasting = false
  #check: (answer: string) => string | undefined
  before: string
  after = ''
  /** Whether the last key was the up arrow in the first line, above which there is none. */
  leftAtTop = false

  constructor(options: PromptOptions<string, Prompt<string>> & { check(answer: string): string | undefined }) {
    super(options, false)
    this.#check = options.check
    this.before = options.initialUserInput ?? ''
    this.value = this.before
    this.on('key', (char, key) => {
      this.#press(char, key)
      this.value = this.before + this.after
      this.userInput = this.value
    })
  }

  protected override _shouldSubmit(): boolean {
    if (!this.#pasting && this.after === '' && (this.before === '' || this.before.endsWith('\n'))) {
      this.before = this.before.replace(/\n+$/, '')
      this.value = this.before
      return true
    }
    this.before += '\n'
    this.value = this.before + this.after
    return false
  }

  #press(char: string | undefined, key: Key): void {
    this.leftAtTop = key.name === 'up' && this.#lineStart() === 0
    switch (key.name) {
      case 'paste-start':
        this.#pasting = true
        return
      case 'paste-end':
        this.#pasting = false
        return
      case 'return':
        return
      case 'enter':
        this.before += '\n'
        return
      case 'left':
        this.#move(-lastGrapheme(this.before).length)
        return
      case 'right':
        this.#move(firstGrapheme(this.after).length)
        return
      case 'up':
        this.#climb()
        return
      case 'down':
        this.#descend()
        return
      case 'home':
        this.#move(this.#lineStart() - this.before.length)
        return
      case 'end':
        this.#move(this.#lineEnd())
        return
      case 'backspace':
        this.before = this.before.slice(0, this.before.length - lastGrapheme(this.before).length)
        return
      case 'delete':
        this.after = this.after.slice(firstGrapheme(this.after).length)
        return
    }
    if (key.ctrl) this.#control(key.name)
    else if (char !== undefined && !key.meta && !/^[\x00-\x1f\x7f]/.test(char)) this.before += char
  }

  #control(name: string | undefined): void {
    if (name === 'a') this.#move(this.#lineStart() - this.before.length)
    if (name === 'e') this.#move(this.#lineEnd())
    if (name === 'u') this.before = this.before.slice(0, this.#lineStart())
    if (name === 'k') this.after = this.after.slice(this.#lineEnd())
    if (name === 'w') this.before = this.before.replace(/[^\s]*[^\S\n]*$/, '')
    // Ctrl-D makes readline close the input, so the question must end: with the answer if it is accepted, cancelled otherwise.
    if (name === 'd') this.state = this.#check(this.before + this.after) === undefined ? 'submit' : 'cancel'
  }

  /** Moves the cursor by a number of code units. */
  #move(by: number): void {
    const all = this.before + this.after
    const at = this.before.length + by
    this.before = all.slice(0, at)
    this.after = all.slice(at)
  }

  #lineStart(): number {
    return this.before.lastIndexOf('\n') + 1
  }

  #lineEnd(): number {
    const end = this.after.indexOf('\n')
    return end === -1 ? this.after.length : end
  }

  #climb(): void {
    const start = this.#lineStart()
    if (start === 0) return
    const column = this.before.length - start
    const above = this.before.lastIndexOf('\n', start - 2) + 1
    this.#move(Math.min(above + column, start - 1) - this.before.length)
  }

  #descend(): void {
    const end = this.#lineEnd()
    if (end === this.after.length) return
    const column = this.before.length - this.#lineStart()
    const next = this.after.slice(end + 1)
    const length = next.includes('\n') ? next.indexOf('\n') : next.length
    this.#move(end + 1 + Math.min(column, length))
  }
}
