/** Shows on stderr what takes longer than a second: as a bar or a spinner on a terminal, as plain lines otherwise (docs/TERMINAL.md §7). */

import type { Message } from '../errors.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Observation, Observer } from '../observation.ts'
import type { Bar } from './bar.ts'
import type { Stream } from './streams.ts'

export interface Progress {
  /**
   * Begins a task that may take long. Nothing is shown for the first second. A task inside another one shows nothing.
   *
   * @param message what is being done, without a full stop
   * @param o.total how much there is to do, where it is known
   */
  begin(message: Message, o?: { readonly total?: number | undefined }): Task
  /** Removes the bar from the screen for good, because something else is about to be written there. */
  clear(): void
}

export interface Task {
  /** @param done how much is done by now */
  reached(done: number): void
  /** Must always be called, also after a failure. */
  end(): void
}

const idle: Task = { reached() {}, end() {} }

/** Shows nothing. */
export const silent: Progress = { begin: () => idle, clear() {} }

export interface Showing {
  readonly stderr: Stream
  readonly t: () => Catalog
  /** Whether stderr is a terminal that may be drawn on. With `--accessible` it may not. */
  readonly draws: () => boolean
  /** `--quiet`. */
  readonly quiet: () => boolean
  /** Draws on that terminal. Its code is loaded with the first bar. */
  readonly bar: (o: { text: string; total: number | undefined }) => Promise<Bar>
  /** Milliseconds before anything is shown (1 000), and between two plain lines (5 000). */
  readonly delays?: { readonly first: number; readonly next: number }
}

/** The progress of one process: it shows at most one task at a time. */
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

/** Which observation begins a task, and what it is called; which ones end it. */
const begins: { readonly [E in Observation['event']]?: Message } = {
  connecting: (t) => t.output.connecting,
  asking: (t) => t.output.asking,
  preparing: (t) => t.output.preparing,
}
const ends: { readonly [E in Observation['event']]?: Observation['event'] } = {
  connected: 'connecting',
  'not connected': 'connecting',
  answered: 'asking',
  'not answered': 'asking',
  prepared: 'preparing',
}

/** An observer that shows what the database is being waited for. */
export function progressObserver(progress: Progress): Observer {
  const open = new Map<Observation['event'], Task[]>()
  return ({ event }) => {
    const message = begins[event]
    if (message) open.set(event, [...(open.get(event) ?? []), progress.begin(message)])
    const begun = ends[event]
    // The last one first: of statements under way at the same time only the first one is shown.
    if (begun) open.get(begun)?.pop()?.end()
  }
}
