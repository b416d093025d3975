/**
 * A comment that sends its reader to a document sends them to one that is there: every `*.md` that a comment names is in the
 * repository, with the section it cites. And what the documents name is there too.
 */
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { settingNames } from '../../src/config.ts'
import { Exit } from '../../src/errors.ts'
import { type Comment, comments } from './scanner.ts'

setDefaultTimeout(60_000)

const root = resolve(import.meta.dir, '../..')
const documents = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].filter((path) =>
  path.endsWith('.md'),
)

interface Source {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

/**
 * Names that a migration used before the documents had their place. They stay: the journal of every database holds the hash of the whole
 * file, so a migration is never edited, not even in a comment (`db-create` would refuse the database).
 */
const formerNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'drizzle/0001_functions.sql': { 'trust.md': 'docs/TRUST.md' },
}

const sources: readonly Source[] = [
  'build.ts',
  ...['src', 'drizzle', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ),
]
  .filter((path) => /\.(ts|sql)$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** The comments of a source; those on lines that follow one another are joined, because a sentence runs on over them. */
function passages({ path, text }: Source): Comment[] {
  const lines = path.endsWith('.sql')
    ? text
        .split('\n')
        .flatMap((line, at) => (/--(?!>)/.test(line) ? [{ text: line.replace(/^.*?--/, '--'), line: at + 1 }] : []))
    : comments(text)
  const joined: { text: string; line: number; end: number }[] = []
  for (const comment of lines) {
    const plain = comment.text.replace(/^(\/\/|--|\/\*+)/, '').replaceAll(/\s*\n\s*\*?\s*/g, ' ')
    const end = comment.line + comment.text.split('\n').length - 1
    const last = joined.at(-1)
    if (last && last.end + 1 === comment.line && !comment.text.startsWith('/*')) {
      last.text += ` ${plain.trim()}`
      last.end = end
    } else joined.push({ text: plain, line: comment.line, end })
  }
  return joined
}

const citation =
  /(?<![\w/:.-])((?:\.{1,2}\/)*(?:[\w.-]+\/)*[\w.-]*\w\.md)\b((?:(?:,| and| or)? §\d+(?:\.\d+)*(?: rules? \d+)?)*)/g

/** The text under the heading with this number, with the sections below it; undefined where there is no such heading. */
function section(text: string, number: string): string | undefined {
  const headings = [...text.matchAll(/^(#+) (\d+(?:\.\d+)*)\.? .*$/gm)]
  const found = headings.find(([, , of]) => of === number)
  if (!found) return undefined
  const after = text.slice(found.index + found[0].length)
  const next = [...after.matchAll(/^(#+) /gm)].find(([, level]) => (level?.length ?? 0) <= (found[1]?.length ?? 0))
  return after.slice(0, next?.index)
}

/** What is wrong with the documents that a source's comments name: `path:line: what`. */
function wrongCitations(source: Source): string[] {
  return passages(source).flatMap(({ text, line }) =>
    [...text.matchAll(citation)].flatMap(([, name = '', sections = '']) => {
      const where = `${source.path}:${line}: ${name}`
      const meant = formerNames[source.path]?.[name] ?? name
      const file = [join(root, meant), join(root, dirname(source.path), meant)].find((path) => existsSync(path))
      if (!file) return [`${where} is not in the repository`]
      const document = readFileSync(file, 'utf8')
      return [...sections.matchAll(/§([\d.]+)(?: rules? (\d+))?/g)].flatMap(([, number = '', rule]) => {
        const found = section(document, number)
        if (found === undefined) return [`${where} has no section ${number}`]
        if (rule && !new RegExp(`^${rule}\\. `, 'm').test(found)) return [`${where} §${number} has no rule ${rule}`]
        return []
      })
    }),
  )
}

describe('the documents that comments name', () => {
  test('are in the repository, with the sections that are cited', () => {
    expect(sources.flatMap(wrongCitations)).toEqual([])
  })

  test('were found: comments cite each of these', () => {
    const cited = sources.flatMap((source) =>
      passages(source).flatMap(({ text }) => [...text.matchAll(citation)].map(([, name = '']) => name)),
    )
    for (const name of ['docs/PRODUCT.md', 'docs/TERMINAL.md', 'docs/TRUST.md']) expect(cited).toContain(name)
  })

  const rejects: readonly (readonly [path: string, text: string, what: string])[] = [
    ['src/x.ts', '/** The exit code (product.md §7). */', 'src/x.ts:1: product.md is not in the repository'],
    ['src/x.ts', 'run()\n// docs/NOWHERE.md says so.', 'src/x.ts:2: docs/NOWHERE.md is not in the repository'],
    ['src/x.ts', '/** As docs/PRODUCT.md §99 has it. */', 'src/x.ts:1: docs/PRODUCT.md has no section 99'],
    ['src/x.ts', '/* docs/PRODUCT.md §1 and §98 */', 'src/x.ts:1: docs/PRODUCT.md has no section 98'],
    ['src/x.ts', '/**\n * See docs/PRODUCT.md\n * §97.\n */', 'src/x.ts:1: docs/PRODUCT.md has no section 97'],
    ['src/x.ts', '// docs/PRODUCT.md §3 rule 99', 'src/x.ts:1: docs/PRODUCT.md §3 has no rule 99'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source is quoted here, with its hole
    ['src/x.ts', 'const a = `${b /* NOWHERE.md */}`', 'src/x.ts:1: NOWHERE.md is not in the repository'],
    ['test/x.sql', 'select 1; -- docs/TRUST.md §96', 'test/x.sql:1: docs/TRUST.md has no section 96'],
    ['drizzle/0009_x.sql', '-- trust.md §2', 'drizzle/0009_x.sql:1: trust.md is not in the repository'],
    ['drizzle/0001_functions.sql', '-- trust.md §95', 'drizzle/0001_functions.sql:1: trust.md has no section 95'],
  ]
  test.each(rejects)('a wrong citation is found, in %s: %s', (path, text, what) => {
    expect(wrongCitations({ path, text })).toEqual([what])
  })

  const allows: readonly (readonly [path: string, text: string])[] = [
    ['src/x.ts', '/** The exit code (docs/PRODUCT.md §7), stale (docs/PRODUCT.md §3 rule 8). */'],
    ['src/x.ts', "const path = 'NOWHERE.md' // README.md, RFC 9700 §4.14.2"],
    ['src/x.ts', '// https://example.org/NOWHERE.md, docs/*.md and `<name>.md` are no documents of ours'],
    ['docs/x.ts', '// TRUST.md §1, §2 and §3; ../README.md'],
    ['test/x.sql', "select 'NOWHERE.md';--> statement-breakpoint"],
  ]
  test.each(allows)('a right one passes, in %s: %s', (path, text) => {
    expect(wrongCitations({ path, text })).toEqual([])
  })
})

describe('what the documents name', () => {
  const mentioned = /`((?:src|test|drizzle|docs)\/[\w./-]+\.\w+|(?:src|test|drizzle|docs)\/[\w./-]+\/)`/g

  test.each(documents)('%s: every file and folder is there', (path) => {
    const named = [...readFileSync(join(root, path), 'utf8').matchAll(mentioned)].map(([, name = '']) => name)
    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([])
  })

  test('docs/PRODUCT.md has every setting, and every exit code with its word', () => {
    const text = readFileSync(join(root, 'docs/PRODUCT.md'), 'utf8')
    const settings = section(text, '6') ?? ''
    expect(settingNames.filter((name) => !settings.includes(`\`${name}\``))).toEqual([])
    const codes = section(text, '7') ?? ''
    const classes = readFileSync(join(root, 'src/errors.ts'), 'utf8').matchAll(
      /exit = Exit\.(\w+)\n\s*readonly code = '(\w+)'/g,
    )
    const declared = [...classes].map(([, exit = '', code = '']) => ({ exit, code }))
    // Each class has a code of its own: success and a bug are no classes.
    const { ok, internal, ...ofClasses }: Record<string, number> = Exit
    expect([ok, internal]).toEqual([0, 1])
    expect(declared.length).toBe(8)
    const words = Object.groupBy(declared, ({ exit }) => exit)
    expect(Object.keys(words)).toEqual(Object.keys(ofClasses))
    const rows = Object.entries(words).map(
      ([exit, of = []]) => `| ${ofClasses[exit]} | ${of.map(({ code }) => `\`${code}\``).join(' ')} |`,
    )
    expect(rows.filter((row) => !codes.includes(row))).toEqual([])
  })
})
