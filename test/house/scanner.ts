// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sources are quoted here, holes and all
/**
 * Enough of TypeScript's grammar to read our own sources: words, strings, templates with their holes, regular expressions, comments. No
 * parser, so that the checks of the house need nothing installed.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Token {
  /** `open` and `close` stand around the expression in a hole of a template. */
  readonly kind: 'word' | 'number' | 'string' | 'template' | 'regex' | 'mark' | 'open' | 'close'
  /** As written; of a string or template what stands between its quotes, each hole as `${}`. */
  readonly text: string
  readonly line: number
  /** Of a template: how many holes, and the name before it (`sql` in sql<T>`…`). */
  readonly holes?: number
  readonly tag?: string
}

export interface Source {
  /** From src/: `db/connect.ts`. */
  readonly path: string
  readonly text: string
  readonly tokens: readonly Token[]
}

/** All TypeScript under a folder, by path. */
export function sources(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => source(path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

export const source = (path: string, text: string): Source => ({ path, text, tokens: scan(text) })

const word = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y
const number = /\d[\w.]*/y
const marks = /=>|\.\.\.|\?\?=|&&=|\|\|=|\?\?|\?\.|&&|\|\||===|!==|==|!=|<=|>=|\+\+|--|[-+*/%|&^]=|\*\*|[^\s\w]/y
const regex = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y

/** After these a `/` begins a regular expression rather than divides. */
const beforeRegex = new Set('return typeof case in of do else new delete void throw await yield instanceof'.split(' '))

export interface Comment {
  /** As written, with its `//` or `/*`. */
  readonly text: string
  readonly line: number
}

/** Every comment of a text, in order. @throws Error where a string or template does not end */
export function comments(text: string): Comment[] {
  const found: Comment[] = []
  scan(text, (comment) => found.push(comment))
  return found
}

/**
 * @param onComment called for each comment that is passed over
 * @throws Error where a string or template does not end
 */
export function scan(text: string, onComment?: (comment: Comment) => void): Token[] {
  const tokens: Token[] = []
  let at = 0
  let line = 1
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0]
  }
  const skip = (length: number): void => {
    for (const character of text.slice(at, at + length)) if (character === '\n') line++
    at += length
  }
  const dividing = (): boolean => {
    const last = tokens.at(-1)
    if (!last) return false
    if (last.kind === 'word') return !beforeRegex.has(last.text)
    return last.kind !== 'mark' && last.kind !== 'open'
      ? true
      : last.text === ')' || last.text === ']' || last.text === '}'
  }
  const quoted = (quote: string): void => {
    const from = line
    let end = at + 1
    while (text[end] !== quote) {
      if (end >= text.length || text[end] === '\n') throw new Error(`line ${from}: a string without an end`)
      end += text[end] === '\\' ? 2 : 1
    }
    tokens.push({ kind: 'string', text: text.slice(at + 1, end), line: from })
    skip(end + 1 - at)
  }
  const template = (): void => {
    const index = tokens.length
    const from = line
    const tag = tagBefore(tokens)
    let said = ''
    let holes = 0
    skip(1)
    while (text[at] !== '`') {
      if (at >= text.length) throw new Error(`line ${from}: a template without an end`)
      if (text.startsWith('${', at)) {
        holes++
        said += '${}'
        tokens.push({ kind: 'open', text: '${', line })
        skip(2)
        until('}')
        tokens.push({ kind: 'close', text: '}', line })
        skip(1)
      } else {
        const length = text[at] === '\\' ? 2 : 1
        said += text.slice(at, at + length)
        skip(length)
      }
    }
    skip(1)
    tokens.splice(index, 0, { kind: 'template', text: said, line: from, holes, ...(tag === undefined ? {} : { tag }) })
  }
  const comment = (written: string): void => {
    onComment?.({ text: written, line })
    skip(written.length)
  }
  /** Scans to a closing brace that no brace in between opened, or to the end. */
  const until = (end: string | undefined): void => {
    let depth = 0
    while (at < text.length) {
      const character = text[at] ?? ''
      if (character === end && depth === 0) return
      if (/\s/.test(character)) skip(1)
      else if (text.startsWith('//', at)) comment(match(/[^\n]*/y) ?? '')
      else if (text.startsWith('/*', at)) comment(match(/\/\*[\s\S]*?\*\//y) ?? character)
      else if (character === "'" || character === '"') quoted(character)
      else if (character === '`') template()
      else {
        const found = character === '/' && !dividing() ? match(regex) : undefined
        const other = found ?? match(word) ?? match(number) ?? match(marks) ?? character
        const kind = found
          ? 'regex'
          : /^[A-Za-z_$\u0080-\uffff]/.test(other)
            ? 'word'
            : /^\d/.test(other)
              ? 'number'
              : 'mark'
        if (other === '{') depth++
        if (other === '}') depth--
        tokens.push({ kind, text: other, line })
        skip(other.length)
      }
    }
  }
  until(undefined)
  return tokens
}

/** The name of the function that a template is given to: the last word of `a.b`, before type arguments. */
function tagBefore(tokens: readonly Token[]): string | undefined {
  let at = tokens.length - 1
  if (tokens[at]?.text === '>') {
    for (let depth = 0; at >= 0; at--) {
      if (tokens[at]?.text === '>') depth++
      if (tokens[at]?.text === '<' && --depth === 0) break
    }
    at--
  }
  const last = tokens[at]
  return last?.kind === 'word' && !beforeRegex.has(last.text) ? last.text : undefined
}

export interface Import {
  readonly from: string
  readonly line: number
  /** Gone at run time. */
  readonly type: boolean
  /** `import('…')`. */
  readonly lazy: boolean
}

/** What a source imports, and re-exports. */
export function imports({ tokens }: Source): Import[] {
  return tokens.flatMap((token, at): Import[] => {
    if (token.kind !== 'word' || (token.text !== 'import' && token.text !== 'export')) return []
    const before = tokens[at - 1]?.text
    if (before === '.' || tokens[at + 1]?.text === '.') return []
    if (tokens[at + 1]?.text === '(') {
      const name = tokens[at + 2]
      const type = before === 'typeof' || (tokens[at + 4]?.text === '.' && /^[A-Z]/.test(tokens[at + 5]?.text ?? ''))
      return name?.kind === 'string' ? [{ from: name.text, line: token.line, type, lazy: true }] : []
    }
    const type = tokens[at + 1]?.text === 'type'
    if (token.text === 'export' && !['{', '*', 'type'].includes(tokens[at + 1]?.text ?? '')) return []
    for (let to = at + 1; to < tokens.length; to++) {
      const found = tokens[to]
      if (found?.kind === 'string') {
        const previous = tokens[to - 1]?.text
        return previous === 'from' || previous === 'import'
          ? [{ from: found.text, line: token.line, type, lazy: false }]
          : []
      }
      if (found?.text === ';' || found?.text === '=' || found?.text === 'const') return []
    }
    return []
  })
}
