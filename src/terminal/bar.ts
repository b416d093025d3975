/** A progress bar or a spinner, drawn by clack. */
import { Writable } from 'node:stream'
import { progress as clackProgress, spinner as clackSpinner } from '@clack/prompts'
import type { PromptTerminal } from './prompt/prompt.ts'

export interface Bar {
  /** @param text the whole line · @param done how much of the total is done */
  update(text: string, done: number): void
  /** Removes it from the terminal. */
  clear(): void
}

/** The escape sequences of colours (SGR, ECMA-48 §8.3.117). */
const colours = /\x1b\[[\d;]*m/g
/** The signs that clack draws, and what stands for them on a terminal without UTF-8. */
const drawn: Readonly<Record<string, string>> = { '━': '=', '…': '...', '·': '-', '\u00a0': ' ', '\u202f': ' ' }
/** Width of the bar, in columns. */
const size = 20

/**
 * Begins to draw. clack decides about colours and signs by itself, so they are removed from its output where they are not wanted.
 *
 * @param o the terminal, and whether it shows colours and UTF-8
 * @param text the line beside the bar
 * @param total how much there is to do; undefined: a spinner is drawn
 */
export function bar(
  o: Omit<PromptTerminal, 't' | 'accessible' | 'opened' | 'raise'>,
  text: string,
  total: number | undefined,
): Bar {
  const output = new Writable({
    write(chunk, _, done) {
      const coloured = String(chunk)
      // clack draws in magenta, which the program uses nowhere else. Its own orange becomes yellow in sixteen colours.
      const plain = o.color ? coloured.replaceAll('\x1b[35m', '\x1b[33m') : coloured.replace(colours, '')
      o.output.write(o.ascii ? plain.replace(/[━…·\u00a0\u202f]/g, (sign) => drawn[sign] ?? sign) : plain, done)
    },
  })
  const common = {
    output: Object.defineProperty(output, 'columns', { get: () => o.output.columns || 80 }),
    withGuide: false,
    accessible: false,
    ...(o.ascii ? { frames: ['|', '/', '-', '\\'] } : {}),
  }
  if (total === undefined) {
    const spinner = clackSpinner(common)
    spinner.start(text)
    release(o.input)
    return { update: (now) => spinner.message(now), clear: () => spinner.clear() }
  }
  const progress = clackProgress({ ...common, max: total, size })
  let at = 0
  progress.start(text)
  release(o.input)
  return {
    update(now, done) {
      progress.advance(done - at, now)
      at = done
    },
    clear: () => progress.clear(),
  }
}

/**
 * Stops clack from reading keys while it draws: on Ctrl-C it would end the process with code 0, and half an answer would be taken for a
 * whole one.
 */
function release(input: PromptTerminal['input']): void {
  input.removeAllListeners('keypress')
  input.setRawMode?.(false)
}
