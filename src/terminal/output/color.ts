/** Whether a stream gets colours, how many of them, and the project's own colours: orange, aquamarine, gold. */

export type Env = Readonly<Record<string, string | undefined>>

type Depth = 'none' | 'ansi-16' | 'ansi-256' | 'ansi-16m'

export type Brush = (text: string) => string

export interface Paint {
  readonly depth: Depth
  readonly orange: Brush
  readonly aquamarine: Brush
  readonly gold: Brush
  readonly bold: Brush
  readonly dim: Brush
  readonly green: Brush
  readonly red: Brush
  readonly yellow: Brush
}

/**
 * Whether a terminal takes text only, because `TERM` names none that moves a cursor: unset, `dumb` (the shell of Emacs, a serial line), or
 * `unknown` (terminfo's entry for a terminal of which nothing is known). Terminals of Windows set no `TERM` and understand the codes.
 */
export function isPlainTerminal({ TERM, OS }: Env): boolean {
  if (!TERM) return OS !== 'Windows_NT'
  return TERM === 'dumb' || TERM === 'unknown'
}

/**
 * The colours of one stream: `--no-color` > `NO_COLOR` > `FORCE_COLOR`/`CLICOLOR_FORCE` > `CLICOLOR=0` > a `TERM` that takes text only >
 * whether it is a terminal. An empty variable counts as absent (no-color.org, force-color.org). CLICOLOR_FORCE=0 forces nothing
 * (bixense.com/clicolors); FORCE_COLOR=0 forbids colours.
 *
 * @param o.color `false` after `--no-color`
 */
export function colorDepth(o: { readonly color: boolean; readonly env: Env; readonly isTerminal: boolean }): Depth {
  const { NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE } = o.env
  if (!o.color || NO_COLOR) return 'none'
  if (FORCE_COLOR) {
    if (no.has(FORCE_COLOR)) return 'none'
    return FORCE_COLOR === '3' ? 'ansi-16m' : FORCE_COLOR === '2' ? 'ansi-256' : depthOfTerminal(o.env)
  }
  if (CLICOLOR_FORCE && !no.has(CLICOLOR_FORCE)) return depthOfTerminal(o.env)
  if (CLICOLOR === '0' || isPlainTerminal(o.env) || !o.isTerminal) return 'none'
  return depthOfTerminal(o.env)
}

const no = new Set(['0', 'false'])

function depthOfTerminal({ TERM: term = '', COLORTERM, WT_SESSION }: Env): Depth {
  if (/^(truecolor|24bit)$/.test(COLORTERM ?? '') || WT_SESSION) return 'ansi-16m'
  if (/direct|kitty|ghostty|alacritty|wezterm/.test(term)) return 'ansi-16m'
  return term.includes('256') ? 'ansi-256' : 'ansi-16'
}

const plain: Brush = (text) => text
const colorless = { bold: plain, dim: plain, green: plain, red: plain, yellow: plain }

/** As picocolors does it, which cannot be loaded without opening the process's streams: that takes 3 ms. A code that ends inside goes on. */
const between =
  (on: string, off: string, again = on): Brush =>
  (text) =>
    `${on}${text.replaceAll(off, again)}${off}`
const sgr = {
  bold: between('\x1b[1m', '\x1b[22m', '\x1b[22m\x1b[1m'),
  dim: between('\x1b[2m', '\x1b[22m', '\x1b[22m\x1b[2m'),
  green: between('\x1b[32m', '\x1b[39m'),
  red: between('\x1b[31m', '\x1b[39m'),
  yellow: between('\x1b[33m', '\x1b[39m'),
}

/** The brushes of a depth. At depth `none` each of them returns the text unchanged. */
export function paint(depth: Depth): Paint {
  const { bold, dim, green, red, yellow } = depth === 'none' ? colorless : sgr
  return {
    depth,
    // The sixteen colours have no orange. The nearest is red, which would look like an error, so yellow is taken.
    orange: brush('#FF5F00', depth, '\x1b[33m'),
    aquamarine: brush('#5FFFAF', depth, '\x1b[96m'),
    gold: brush('#FFD700', depth, '\x1b[93m'),
    bold,
    dim,
    green,
    red,
    yellow,
  }
}

function brush(hex: string, depth: Depth, ansi16: string): Brush {
  if (depth === 'none') return plain
  const on = depth === 'ansi-16' ? ansi16 : (Bun.color(hex, depth) ?? ansi16)
  return (text) => (text === '' ? '' : `${on}${text}\x1b[39m`)
}
