/** How a question looks: a guide line at the left, a sign for its state, what was typed, and one line below. */
import pc from 'picocolors'
import { escapeControlCharacters } from '../../text/escape.ts'

export type State = 'initial' | 'active' | 'error' | 'submit' | 'cancel' | 'validating'

export interface PromptTheme {
  readonly paint: ReturnType<typeof pc.createColors>
  readonly bar: string
  readonly end: string
  readonly on: string
  readonly off: string
  readonly mask: string
  readonly arrow: string
  /** Before the number of choices above and below those that are shown. */
  readonly up: string
  readonly down: string
  readonly dot: string
  /** For an answer that was skipped. */
  readonly none: string
  readonly sign: Readonly<Record<'open' | 'error' | 'submit' | 'cancel', string>>
}

/** The signs and colours of questions: clack's signs, or what ASCII has for them. */
export function promptTheme(o: { readonly color: boolean; readonly ascii?: boolean }): PromptTheme {
  const paint = pc.createColors(o.color)
  return o.ascii
    ? {
        ...{ paint, bar: '|', end: '-', on: '>', off: ' ', mask: '*', arrow: '->', dot: '-', none: '-' },
        ...{ up: '^', down: 'v' },
        sign: { open: '?', error: '!', submit: 'o', cancel: 'x' },
      }
    : {
        ...{ paint, bar: '│', end: '└', on: '●', off: '○', mask: '▪', arrow: '→', dot: '·', none: '—' },
        ...{ up: '↑', down: '↓' },
        sign: { open: '◆', error: '▲', submit: '◇', cancel: '■' },
      }
}

export interface Question {
  readonly message: string
  readonly state: State
  /** What was typed, or the list. Each entry may contain line breaks. */
  readonly body: readonly string[]
  /** The error of the answer, while the state is `error`. */
  readonly error?: string
  /** How the answer is understood. */
  readonly preview?: string | undefined
  /** The keys that work here. */
  readonly keys?: readonly string[]
}

/** The screen lines of a question, each at most as wide as the terminal. @param columns of the terminal, now */
export function frame(theme: PromptTheme, columns: number, q: Question): string {
  const { paint } = theme
  const over = q.state === 'submit' || q.state === 'cancel'
  const tint = q.state === 'error' ? paint.yellow : over ? paint.gray : paint.cyan
  const sign = {
    ...{
      initial: paint.cyan(theme.sign.open),
      active: paint.cyan(theme.sign.open),
      validating: paint.dim(theme.sign.open),
    },
    ...{
      error: paint.yellow(theme.sign.error),
      submit: paint.green(theme.sign.submit),
      cancel: paint.red(theme.sign.cancel),
    },
  }[q.state]
  const lines = [paint.gray(theme.bar)]
  const put = (start: string, next: string, text: string) => {
    for (const line of wrapped(text, columns - 3)) {
      lines.push(line === '' ? start : `${start}  ${line}`)
      start = next
    }
  }
  put(sign, tint(theme.bar), paint.bold(escapeControlCharacters(q.message, { lines: true })))
  for (const text of q.body) put(tint(theme.bar), tint(theme.bar), over ? paint.dim(text) : text)
  const preview = q.preview === undefined ? undefined : `${theme.arrow} ${q.preview}`
  if (over) {
    if (preview !== undefined && q.state === 'submit') put(tint(theme.bar), tint(theme.bar), paint.dim(preview))
    return lines.join('\n')
  }
  const keys = paint.dim((q.keys ?? []).join(` ${theme.dot} `))
  if (q.state === 'error')
    put(tint(theme.end), ' ', paint.yellow(escapeControlCharacters(q.error ?? '', { lines: true })))
  else put(tint(theme.end), ' ', preview ?? keys)
  return lines.join('\n')
}

/** The space at which a line was broken, behind the codes that colour the line again. */
const brokenAt = /^((?:\x1b\[[\d;]*m)*) /

/** Leading spaces of a text stay. The space at which a line is broken goes, so that the next line does not start with it. */
function wrapped(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) =>
    Bun.wrapAnsi(line, Math.max(width, 8), { hard: true, trim: false })
      .split('\n')
      .map((part, index) => (index === 0 ? part : part.replace(brokenAt, '$1'))),
  )
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The last character as a reader sees it: an emoji of several code points is one. */
export function lastGrapheme(text: string): string {
  let last = ''
  for (const { segment } of graphemes.segment(text)) last = segment
  return last
}

/** The first character as a reader sees it. */
export function firstGrapheme(text: string): string {
  for (const { segment } of graphemes.segment(text)) return segment
  return ''
}

/** Reverse video, which also works without colours. */
const cursor = (text: string) => `\x1b[7m${text}\x1b[27m`

/** The text that is being typed, with its cursor. */
export function edited(before: string, after: string, o: { readonly lines?: boolean } = {}): string {
  const under = firstGrapheme(after)
  const rest = escapeControlCharacters(after.slice(under.length), o)
  if (under === '' || under === '\n') return `${escapeControlCharacters(before, o)}${cursor(' ')}${under}${rest}`
  return `${escapeControlCharacters(before, o)}${cursor(escapeControlCharacters(under))}${rest}`
}
