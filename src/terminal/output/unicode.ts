/** Signs and frames, and what ASCII has for them where UTF-8 cannot be shown. */
import type { Env } from './color.ts'

export interface Frame {
  readonly topLeft: string
  readonly topRight: string
  readonly bottomLeft: string
  readonly bottomRight: string
  readonly left: string
  readonly right: string
  readonly across: string
  readonly down: string
}

export interface Signs {
  readonly utf8: boolean
  readonly yes: string
  readonly no: string
  readonly warn: string
  /** More pressing than `warn`. */
  readonly urgent: string
  readonly next: string
  /** For an absent value. */
  readonly empty: string
  /** For the end of a text that was cut. */
  readonly ellipsis: string
  readonly frame: Frame
}

/**
 * Whether UTF-8 can be shown, according to the locale (`LC_ALL`, then `LC_CTYPE`, then `LANG`; POSIX, "Internationalization
 * Variables"). No locale at all counts as UTF-8, because it means a container or a bare session and not a terminal of another encoding
 * (PEP 538 reasons the same way). `C`, `POSIX` and names without `UTF-8` mean that UTF-8 cannot be shown.
 */
export function utf8({ LC_ALL, LC_CTYPE, LANG }: Env): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG
  return !locale || /utf-?8/i.test(locale)
}

const rounded: Frame = {
  topLeft: '╭',
  topRight: '╮',
  bottomLeft: '╰',
  bottomRight: '╯',
  left: '├',
  right: '┤',
  across: '─',
  down: '│',
}

const ascii: Frame = {
  topLeft: '+',
  topRight: '+',
  bottomLeft: '+',
  bottomRight: '+',
  left: '+',
  right: '+',
  across: '-',
  down: '|',
}

/** The signs of an encoding. */
export function signs(unicode: boolean): Signs {
  return unicode
    ? { utf8: true, yes: '✓', no: '✗', warn: '!', urgent: '!!', next: '→', empty: '—', ellipsis: '…', frame: rounded }
    : {
        utf8: false,
        yes: 'OK',
        no: 'x',
        warn: '!',
        urgent: '!!',
        next: '->',
        empty: '-',
        ellipsis: '...',
        frame: ascii,
      }
}

const standIns: Readonly<Record<string, string>> = {
  '·': '-',
  '…': '...',
  '→': '->',
  '—': '-',
  '–': '-',
  '’': "'",
  '«': '"',
  '»': '"',
  '\u00a0': ' ',
  '\u202f': ' ',
  '↑': '^',
  '↓': 'v',
  '✓': 'OK',
  '✗': 'x',
}

/** Replaces the program's typography (dots, arrows, no-break spaces) by ASCII. Letters stay as they are. Not for stored text. */
export function asciiTypography(text: string): string {
  return text.replace(/[·…→↑↓—–’«»\u00a0\u202f✓✗]/g, (sign) => standIns[sign] ?? sign)
}
