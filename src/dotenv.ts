/**
 * Reads the syntax of `.env` files, and finds what a person meant for this program and did not write so that it is understood. Nothing of
 * ours that is not understood counts as unset: it would open another database without a word.
 */
import { distance, nearest } from './text/nearest.ts'

/** What is wrong with a line of a settings file. */
export type LineFault =
  /** A name that is none of ours, with the one that was probably meant. */
  | { readonly kind: 'unknown'; readonly line: number; readonly name: string; readonly meant?: string }
  /** The line is no `NAME=value`. `name` is the setting that it seems to be about. */
  | { readonly kind: 'syntax'; readonly line: number; readonly name?: string }
  /** A quote that is not closed on its line, or text after the closing one. */
  | { readonly kind: 'quote'; readonly line: number; readonly name: string }
  /** `NAME=#value`: a value for a shell, a comment for others. */
  | { readonly kind: 'hash'; readonly line: number; readonly name: string }
  /** A value, and the same name with nothing further down. */
  | { readonly kind: 'emptied'; readonly line: number; readonly name: string; readonly before: number }
  /** A setting that only the environment can give. */
  | { readonly kind: 'environment only'; readonly line: number; readonly name: string }

/** Lines of one quoted value, at most: a certificate of another program has fewer. */
const longestValue = 500

interface Assignment {
  readonly name: string
  readonly value: string
  readonly line: number
  readonly fault?: 'quote' | 'hash'
}

interface Parsed {
  readonly assignments: readonly Assignment[]
  /** Lines that assign nothing. */
  readonly others: readonly { readonly text: string; readonly line: number }[]
}

/**
 * Parses the usual `.env` syntax: `NAME=value`, `export NAME=…`, single and double quotes (in double quotes `\n \r \t \" \\`), `#`
 * comments, CRLF. Nothing is interpolated. If a name is given twice, the last value counts.
 */
export function parseDotenv(text: string): Map<string, string> {
  return new Map(parse(text).assignments.map(({ name, value }) => [name, value]))
}

/**
 * The settings in a file, and what is wrong with its lines. Names of other programs are left alone, whatever their lines look like.
 *
 * @param o.names the names of our settings
 * @param o.environmentOnly those that have no meaning in a file
 * @param o.shared the file may belong to several programs: a line that is not understood is ours only if it seems to name a setting
 * @param o.inEnvironment whether the environment gives this setting, so that a similar name in the file is another program's
 */
export function readSettings(
  text: string,
  o: {
    readonly names: readonly string[]
    readonly environmentOnly: readonly string[]
    readonly shared: boolean
    readonly inEnvironment: (name: string) => boolean
  },
): { values: Map<string, string>; faults: LineFault[] } {
  const { assignments, others } = parse(text, (name) => o.names.includes(name))
  const values = new Map<string, string>()
  const lines = new Map<string, number>()
  const faults: LineFault[] = []
  const given = (name: string) => o.inEnvironment(name) || assignments.some((one) => one.name === name && one.value)
  const meantBy = (name: string) => {
    const meant = settingMeant(name, o.names)
    return meant && !claimsToBeOurs(name) && given(meant) ? undefined : meant
  }
  for (const { name, value, line, fault } of assignments) {
    if (!o.names.includes(name)) {
      const meant = meantBy(name)
      if (meant === unknownOfOurs) faults.push({ kind: 'unknown', line, name })
      else if (meant) faults.push({ kind: 'unknown', line, name, meant })
      continue
    }
    const before = lines.get(name)
    if (fault) faults.push({ kind: fault, line, name })
    else if (o.environmentOnly.includes(name) && value) faults.push({ kind: 'environment only', line, name })
    else if (!value && before !== undefined) faults.push({ kind: 'emptied', line, name, before })
    values.set(name, value)
    if (value) lines.set(name, line)
  }
  for (const { text: written, line } of others) {
    const word = firstWord(written)
    const name = word && (o.names.includes(word) ? word : meantBy(word))
    // A name alone is how other programs hand a variable on.
    const harmless = o.shared || /^(?:export[ \t]+)?[A-Za-z_]\w*$/.test(written)
    if (name) faults.push({ kind: 'syntax', line, ...(name === unknownOfOurs ? {} : { name }) })
    else if (!harmless) faults.push({ kind: 'syntax', line })
  }
  return { values, faults: faults.toSorted((one, other) => one.line - other.line) }
}

/** What `settingMeant` answers for a name that claims to be ours and resembles no setting. */
export const unknownOfOurs = ''

/**
 * The setting that was meant by a name that is none: another case, `-` for `_`, a slip of one letter (of two in a long name), or anything
 * that begins like our own names.
 *
 * @returns undefined for a name of another program, `unknownOfOurs` for one of ours that resembles no setting
 */
export function settingMeant(name: string, names: readonly string[]): string | undefined {
  const plain = name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  const near = names
    .map((known) => ({ known, slips: distance(plain, known) }))
    .filter(({ known, slips }) => slips <= (known.length < 16 ? 1 : 2))
    .toSorted((one, other) => one.slips - other.slips)[0]
  if (near) return near.known
  if (!claimsToBeOurs(name)) return undefined
  const prefix = 'EPIC_EVENTS_'
  const own = names.flatMap((known) => (known.startsWith(prefix) ? known.slice(prefix.length) : []))
  const meant = nearest(plain.replace(/^EPIC_?EVENTS?_/, ''), own)
  return meant ? prefix + meant : unknownOfOurs
}

/** A variable that is no setting, with the setting that was probably meant (undefined: it resembles none). */
export interface Lookalike {
  readonly name: string
  readonly meant: string | undefined
}

/** The variables of an environment that look like settings and are none. A similar name beside the right one is another program's. */
export function lookalikes(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): Lookalike[] {
  return Object.keys(env)
    .filter((name) => env[name] && !names.includes(name))
    .map((name) => ({ name, meant: settingMeant(name, names) }))
    .filter(({ name, meant }) => meant !== undefined && (claimsToBeOurs(name) || !env[meant]))
    .map(({ name, meant }) => ({ name, meant: meant || undefined }))
}

/** Whether no other program would call a variable so. */
function claimsToBeOurs(name: string): boolean {
  return /^EPIC[^A-Z]?EVENTS?[^A-Z]/i.test(name)
}

/** The word that a line without an assignment seems to be about: of `$env:A-B = "x"` it is `A-B`, of `A: x` it is `A`. */
function firstWord(line: string): string | undefined {
  const [, word] =
    /^(?:export\s+|set\s+|setenv\s+|\$env:)?["']?([A-Z][\w.-]*(?: [\w.-]+(?=\s*[=:]))?)/i.exec(
      line.replace(/[^\x20-\x7e]/g, ' ').trim(),
    ) ?? []
  return word
}

/** @param isOurs a name that ends a quoted value of several lines, because the quote before it was left open */
function parse(text: string, isOurs: (name: string) => boolean = () => false): Parsed {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
  const assignments: Assignment[] = []
  const others: { text: string; line: number }[] = []
  for (let at = 0; at < lines.length; at++) {
    const written = lines[at] ?? ''
    const line = at + 1
    const trimmed = written.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const found = assigned(written)
    if (!found) {
      others.push({ text: trimmed, line })
      continue
    }
    const { value, more = 0, fault } = assignedValue(found.rest, lines.slice(at + 1, at + longestValue), isOurs)
    at += more
    assignments.push({ name: found.name, value, line, ...(fault ? { fault } : {}) })
  }
  return { assignments, others }
}

/** Reads what follows `=`. `more`: on how many of the lines `after` it a quoted value goes on. */
function assignedValue(
  rest: string,
  after: readonly string[],
  isOurs: (name: string) => boolean,
): { value: string; more?: number; fault?: 'quote' | 'hash' } {
  const opened = /^[ \t]*(["'])/.exec(rest)
  if (!opened) {
    const value = rest.replace(/(^|[ \t])#.*$/, '').replace(/^[ \t]+|[ \t]+$/g, '')
    return rest.startsWith('#') && rest.length > 1 ? { value, fault: 'hash' } : { value }
  }
  const double = opened[1] === '"'
  const closed = double ? /^[ \t]*"((?:[^"\\]|\\[\s\S])*)"[ \t]*(?:#.*)?$/ : /^[ \t]*'([^']*)'[ \t]*(?:#.*)?$/
  let whole = rest
  for (let more = 0; more <= after.length; more++) {
    const line = more > 0 ? (after[more - 1] ?? '') : ''
    if (isOurs(assigned(line)?.name ?? '')) break
    if (more > 0) whole += `\n${line}`
    const inside = closed.exec(whole)?.[1]
    if (inside === undefined) continue
    const value = double ? inside.replace(/\\([\s\S])/g, unescaped) : inside
    return { value, more, ...(more > 0 ? { fault: 'quote' as const } : {}) }
  }
  return { value: rest.trim(), fault: 'quote' }
}

/** The name that a line assigns, and what follows `=`. */
function assigned(line: string): { name: string; rest: string } | undefined {
  const [, name, rest = ''] = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=(.*)$/.exec(line) ?? []
  return name === undefined ? undefined : { name, rest }
}

/** The character that an escape in double quotes stands for. Unknown escapes stay as they are written. */
function unescaped(written: string, character: string): string {
  const meaning: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }
  return meaning[character] ?? written
}
