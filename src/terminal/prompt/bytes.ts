/** Watches the bytes that a terminal sends. Readline shows U+FFFD for those that are not UTF-8, and an answer must not hold it. */
import type { Readable } from 'node:stream'

export class ByteWatch {
  #decoder = new TextDecoder('utf-8', { fatal: true })
  #broken = false

  /** Watches an input while a question is open. */
  async during<T>(input: Readable, question: () => Promise<T>): Promise<T> {
    const hear = (chunk: Uint8Array | string) => this.hear(chunk)
    // Before readline, which may take a line out of the same chunk.
    input.prependListener('data', hear)
    try {
      return await question()
    } finally {
      input.off('data', hear)
    }
  }

  /** Takes what came in. */
  hear(chunk: Uint8Array | string): void {
    if (typeof chunk === 'string') return
    try {
      this.#decoder.decode(chunk, { stream: true })
    } catch {
      this.#broken = true
      this.#decoder = new TextDecoder('utf-8', { fatal: true })
    }
  }

  /** Whether an answer holds U+FFFD that may stand for other bytes. One that was typed as such is text like any other. */
  replacedIn(answer: string): boolean {
    return this.#broken && answer.includes('\ufffd')
  }
}
