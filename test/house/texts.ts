// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sources are quoted here, holes and all
/** What is said to people, and what is said to the database: the two kinds of text that must not be written just anywhere. */
import type { Source, Token } from './scanner.ts'

/** The names and notes of the sample agency are its data. */
const data = /^(i18n|setup\/sample)\//
/** Two words of letters one after the other: what a person would read as a phrase. */
const phrase = /\p{L}{2,}[,:;]? \p{L}{2,}/u
/** Keys under which the frame takes what it shows. */
const shown = new Set(
  'message label help say title hint placeholder description question detail advice success note warning more fields unchanged updated userMessage'.split(
    ' ',
  ),
)
/** Whatever these are called with reaches the screen. */
const said =
  /(^|\.)(out|stdout|stderr|prompt)\.(?!hint$)\w+$|^new (Usage|NotFound|Unauthenticated|Forbidden|Refused|Unavailable|Cancelled|AppError)$|(^|\.)write$/
/** A whole sentence, wherever it stands. */
const sentence = /^\p{Lu}[\s\S]*\p{L}{2,} \p{L}{2,}[\s\S]*[.!?…:]$/u
/** Under these stand command lines, not sentences. */
const typed = new Set(['next', 'run', 'path', 'command', 'example'])

/**
 * Sentences outside i18n: phrases that are handed to the output, to an error of ours, or stand under a key that is shown. What `new Error`
 * says is for who repairs the program, and is never shown (run.ts tells only of our own errors).
 *
 * @param known `path: text` of those that are no sentences (SQL or a command line to be copied)
 */
export function sentences(sources: readonly Source[], known: readonly string[] = []): string[] {
  return sources
    .filter(({ path }) => !data.test(path))
    .flatMap(({ path, tokens }) =>
      tokens.flatMap((token, at) => {
        if (token.kind !== 'string' && (token.kind !== 'template' || token.tag !== undefined)) return []
        if (!phrase.test(token.text.replaceAll('${}', ' '))) return []
        if (known.includes(`${path}: ${token.text}`) || !reachesPeople(tokens, at)) return []
        return [`${path}:${token.line} '${token.text}'`]
      }),
    )
}

function reachesPeople(tokens: readonly Token[], at: number): boolean {
  for (const opener of enclosing(tokens, at)) {
    if (opener.key !== undefined && typed.has(opener.key)) return false
    if (opener.key !== undefined && shown.has(opener.key)) return true
    if (opener.callee !== undefined && /^new \w*Error$/.test(opener.callee)) return false
    if (opener.callee !== undefined && said.test(opener.callee)) return true
  }
  return sentence.test(tokens[at]?.text ?? '')
}

/** From the inside outwards: the key that a value stands under, the function that an argument is given to. */
function* enclosing(tokens: readonly Token[], at: number): Generator<{ key?: string; callee?: string }> {
  let depth = 0
  /** A comma stands between here and the value: what is further left is about its neighbours. */
  let neighbours = false
  for (let i = at - 1; i >= 0; i--) {
    const { text, kind } = tokens[i] ?? { text: '', kind: 'mark' }
    if (kind === 'string' || kind === 'template' || kind === 'regex') continue
    if (kind === 'close' || [')', ']', '}'].includes(text)) depth++
    else if (kind === 'open' || ['(', '[', '{'].includes(text)) {
      if (depth-- > 0) continue
      depth = 0
      neighbours = false
      if (text === '(') yield { callee: calleeBefore(tokens, i) }
    } else if (depth > 0) continue
    else if (text === ',') neighbours = true
    else if (
      text === ':' &&
      !neighbours &&
      tokens[i - 1]?.kind === 'word' &&
      ['{', ','].includes(tokens[i - 2]?.text ?? '')
    ) {
      yield { key: tokens[i - 1]?.text ?? '' }
      neighbours = true
    }
  }
}

/** `out.note`, `new Refused`: the words before an opening parenthesis. */
function calleeBefore(tokens: readonly Token[], open: number): string {
  let from = open - 1
  while (from > 0 && (tokens[from - 1]?.text === '.' || tokens[from - 1]?.text === '?.')) from -= 2
  const name = tokens.slice(from, open).map(({ text }) => text)
  return `${tokens[from - 1]?.text === 'new' ? 'new ' : ''}${name.join('').replaceAll('?.', '.')}`
}

/** Text that PostgreSQL would take for a statement or a clause of one. */
const statement =
  /\b(select\s[\s\S]*\sfrom|select\s+\w+\.|insert\s+into|update\s+[\w."${}]+\s+set|delete\s+from|truncate\s|order\s+by|where\s+[\w."${}]+\s*(=|<|>|in\b|is\b|like\b)|grant\s[\s\S]*\sto|revoke\s[\s\S]*\sfrom|(create|alter|drop)\s+(or\s+replace\s+)?(table|role|user|schema|policy|trigger|function|extension|database|view)|set\s+(local\s+)?role|set_config\()/i
/** A tag that binds every hole as a parameter: drizzle's, and connections of postgres.js. */
const binding = ['sql', 'connection', 'transaction', 'tx', 'inner']
/** Where SQL is written from the catalogue; no value ever comes there (src/access/predicates.ts). */
const generated = /^access\/(predicates|guards|seed|views)\.ts$/
/** Where text may become SQL, besides aliases. */
const raw = /^db\/(statement\.ts|schema\/[\w-]+\.ts)$/

/**
 * SQL that is built from values: anything but a tag that binds.
 *
 * @param known `path: text` of lines that are shown to an administrator, and never run
 */
export function statements(sources: readonly Source[], known: readonly string[] = []): string[] {
  return sources
    .filter(({ path }) => !path.startsWith('i18n/'))
    .flatMap(({ path, tokens }) =>
      tokens.flatMap((token, at) => {
        const where = `${path}:${token.line}`
        const text = (from: number) => tokens[at + from]?.text
        // `Bun.unsafe` has nothing to do with SQL.
        const ofDriver = token.kind === 'word' && text(-2) !== 'Bun' && path !== 'db/connection/connection-of.ts'
        if (token.text === 'unsafe' && ofDriver) return [`${where} unsafe`]
        if (
          token.text === 'raw' &&
          token.kind === 'word' &&
          text(-1) === '.' &&
          text(-2) === 'sql' &&
          !raw.test(path)
        ) {
          const [argument, close] = [tokens[at + 2], text(3)]
          const alias = argument?.kind === 'string' && close === ')' && /^\w{1,12}(\.\w+)?$/.test(argument.text)
          return alias ? [] : [`${where} sql.raw of more than an alias`]
        }
        if (token.text === 'trustedSql' && text(1) === '(' && text(-1) !== 'const') {
          // catalogue text comes from these, or is an alias that the code itself names
          const [argument, next] = [tokens[at + 2], text(3)]
          const known =
            argument?.kind === 'word' &&
            ['permits', 'predicate', 'attachable', 'mine', 'holdsSql', 'canSql'].includes(argument.text) &&
            next === '('
          const alias =
            argument?.kind === 'string' ||
            (argument?.kind === 'word' && ['alias', 'from', 'column'].includes(argument.text) && next === ')')
          return known || alias || /^db\//.test(path) ? [] : [`${where} trustedSql of what is no catalogue text`]
        }
        if (token.kind !== 'string' && token.kind !== 'template') return []
        if (generated.test(path) || known.includes(`${path}: ${token.text}`) || !statement.test(token.text)) return []
        if (token.kind === 'template' && token.tag !== undefined && binding.includes(token.tag)) return []
        if (token.kind === 'template' && (token.holes ?? 0) > 0)
          return [`${where} SQL in a template that binds nothing`]
        return text(1) === '+' || text(-1) === '+' || text(-1) === '+=' || (text(1) === '.' && text(2) === 'concat')
          ? [`${where} SQL put together with +`]
          : []
      }),
    )
}
