/** A bar or a spinner, drawn by clack. */
import { Writable } from 'node:stream'
import { progress as clackProgress, spinner as clackSpinner } from '@clack/prompts'
import type { PromptTerminal } from './prompt/prompt.ts'

export interface Bar {
  /** @param done of the total */
  update(text: string, done: number): void
  clear(): void
}

const colours = /\x1b\[[\d;]*m/g
const drawn: Readonly<Record<string, string>> = { '━': '=', '…': '...', '·': '-', '\u00a0': ' ', '\u202f': ' ' }
const size = 20

/**
 * Begins to draw. clack decides by itself about colours and signs, so both are taken out behind it where they are refused.
 *
 * @param total undefined: a spinner
 */
export function bar(
  o: Omit<PromptTerminal, 't' | 'accessible' | 'onInterrupt'>,
  text: string,
  total: number | undefined,
): Bar {
  const output = new Writable({
    write(chunk, _, done) {
      const coloured = String(chunk)
      // clack's magenta is nowhere else in this program; yellow is what its orange becomes in sixteen colours.
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

/** clack reads the keys while it draws, and on Ctrl-C ends the process with 0: half an answer would be taken for a whole one. */
function release(input: PromptTerminal['input']): void {
  input.removeAllListeners('keypress')
  input.setRawMode?.(false)
}
