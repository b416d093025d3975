/** Reads lines from a terminal that edits them itself. Nothing is redrawn, which suits screen readers and slow connections. */
import { ByteWatch } from './bytes.ts'
import type { PromptTerminal } from './prompt.ts'

/** Arrow and function keys, which a terminal in its ordinary mode delivers as text. */
const keys = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Za-z])/g

/** Reads one answer after the other. What was typed ahead is kept for the next question. */
export class Reader {
  /** Has seen every byte that came in. */
  readonly bytes = new ByteWatch()
  readonly #o: PromptTerminal
  readonly #decoder = new TextDecoder()
  #waiting = ''
  #ended = false

  constructor(o: PromptTerminal) {
    this.#o = o
    o.input.once('end', () => {
      this.#ended = true
    })
  }

  /**
   * Asks a question and reads one line. The question is printed when the terminal is ready for the answer, so that a quick answer is hidden
   * too and Ctrl-C works at once.
   *
   * @param o.hidden `true`: nothing of the answer is shown
   * @returns the line without its end, or undefined after Ctrl-C, Esc, Ctrl-D or the end of the input
   */
  async line(question: string, o: { readonly hidden: boolean }): Promise<string | undefined> {
    const { input, output, opened } = this.#o
    const raw = o.hidden && input.isTTY === true
    if (raw) input.setRawMode?.(true)
    let typed = ''
    let stop = () => {}
    try {
      return await new Promise<string | undefined>((resolve) => {
        const take = () => {
          const part = raw ? this.#hidden(typed) : this.#shown()
          if (typeof part === 'string') typed = part
          else resolve(part.answer)
        }
        const hear = (chunk: Uint8Array | string) => {
          this.bytes.hear(chunk)
          this.#waiting += typeof chunk === 'string' ? chunk : this.#decoder.decode(chunk, { stream: true })
          take()
        }
        const leave = () => resolve(undefined)
        const release = opened?.({
          cancel: leave,
          pause() {
            if (raw) input.setRawMode?.(false)
            output.write('\n')
          },
          resume() {
            if (raw) input.setRawMode?.(false)
            if (raw) input.setRawMode?.(true)
            output.write(question)
          },
        })
        stop = () => {
          input.off('data', hear)
          input.off('end', leave)
          input.pause()
          release?.()
        }
        output.write(question)
        take()
        if (this.#ended) return leave()
        input.once('end', leave)
        input.on('data', hear)
        input.resume()
      })
    } finally {
      stop()
      if (raw) input.setRawMode?.(false)
    }
  }

  /** The first complete line of the input, or '' while there is none. */
  #shown(): string | { readonly answer: string | undefined } {
    const end = this.#waiting.search(/\r?\n/)
    if (end === -1) return ''
    const line = this.#waiting.slice(0, end).replace(keys, '')
    this.#waiting = this.#waiting.slice(end + (this.#waiting.startsWith('\r\n', end) ? 2 : 1))
    return { answer: line.includes('\x1b') ? undefined : line }
  }

  /** Applies the waiting keys to what was typed so far, because in raw mode the terminal edits nothing. */
  #hidden(before: string): string | { readonly answer: string | undefined } {
    const waiting = Array.from(this.#waiting.replace(keys, ''))
    let typed = Array.from(before)
    for (const [at, key] of waiting.entries()) {
      if (key === '\r' || key === '\n') {
        this.#waiting = waiting.slice(at + 1).join('')
        return { answer: typed.join('') }
      }
      if (key === '\x03' || key === '\x1b' || (key === '\x04' && typed.length === 0)) {
        this.#waiting = ''
        return { answer: undefined }
      }
      if (key === '\x1a') this.#o.raise?.('SIGTSTP')
      else if (key === '\x1c') this.#o.raise?.('SIGQUIT')
      else if (key === '\x7f' || key === '\b') typed.pop()
      else if (key === '\x15') typed = []
      else if (key >= ' ') typed.push(key)
    }
    this.#waiting = ''
    return typed.join('')
  }
}
