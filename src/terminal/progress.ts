/** What takes longer than a second says so on stderr: a bar or a spinner on a terminal, plain lines otherwise (docs/TERMINAL.md §7). */

import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Bar } from './bar.ts'
import type { Stream } from './streams.ts'

export interface Progress {
  /**
   * Begins something that may take long. Nothing is shown for the first second; one inside another stays silent.
   *
   * @param o.total how much there is to do, where it is known
   */
  begin(message: Message, o?: { readonly total?: number | undefined }): Task
  /** Takes a bar off the screen for good: something else is about to be written there. */
  clear(): void
}

export interface Task {
  /** @param done how much is done by now */
  reached(done: number): void
  /** Always to be called. */
  end(): void
}

const idle: Task = { reached() {}, end() {} }

/** For runs in which nothing is to be said. */
export const silent: Progress = { begin: () => idle, clear() {} }

export interface Showing {
  readonly stderr: Stream
  readonly t: () => Catalog
  /** A terminal that may be drawn on: neither `--accessible` nor anything else. */
  readonly draws: () => boolean
  /** `--quiet`. */
  readonly quiet: () => boolean
  /** Draws on that terminal; loaded with the first bar. */
  readonly bar: (o: { text: string; total: number | undefined }) => Promise<Bar>
  /** Milliseconds before anything is shown, and between two plain lines. */
  readonly delays?: { readonly first: number; readonly next: number }
}

/** The progress of one process. */
export function progress(o: Showing): Progress {
  const { first, next } = o.delays ?? { first: 1_000, next: 5_000 }
  let current: { clear(): void } | undefined

  return {
    begin(message, { total } = {}) {
      if (current || o.quiet()) return idle
      const since = performance.now()
      let done = 0
      let lastShown = -1
      let bar: Bar | undefined
      let over = false
      let drawing = false
      const text = () => {
        const t = o.t()
        if (done === 0) return message(t)
        const rate = Math.round(done / ((performance.now() - since) / 1000))
        const count = t.format.count(done)
        const of = total === undefined ? count : t.output.countOf({ count, total: t.format.count(total) })
        return t.output.rate({ what: message(t), count: of, rate: t.format.count(rate) })
      }
      const line = () => {
        if (done !== lastShown) void o.stderr.write(`${text()}\n`)
        lastShown = done
        timer = setTimeout(line, next)
      }
      const draw = async () => {
        drawing = true
        const drawn = await o.bar({ text: text(), total })
        if (over) return drawn.clear()
        bar = drawn
        bar.update(text(), done)
      }
      let timer = setTimeout(() => (o.draws() ? void draw() : line()), first)
      const mine = {
        clear() {
          if (over || !drawing) return
          over = true
          bar?.clear()
        },
      }
      current = mine
      return {
        reached(count) {
          done = count
          if (!over) bar?.update(text(), done)
        },
        end() {
          if (current === mine) current = undefined
          clearTimeout(timer)
          if (!over) bar?.clear()
          over = true
        },
      }
    },
    clear: () => current?.clear(),
  }
}
