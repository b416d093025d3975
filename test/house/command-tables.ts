/**
 * The tables of commands in README.md, docs/README.fr.md and docs/PRODUCT.md, written from the tree of commands, their declarations and
 * their help:
 *
 *     bun run readme      rewrites the part between `<!-- commands: … -->` and `<!-- /commands -->` in each of them
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Branch, isLeaf, type Node } from '../../src/command/group.ts'
import { optionsOf, permissionsOf } from '../../src/command/options.ts'
import type { AnySpec } from '../../src/command/spec.ts'
import type { HelpWords } from '../../src/i18n/en/help.ts'
import { helpWords } from '../../src/i18n/help.ts'
import { root as program } from '../../src/run.ts'

const repository = resolve(import.meta.dir, '../..')

/** The words of a table that no help has. */
interface Words {
  readonly heading: readonly [string, string]
  /** Above the commands that stand before the first record, and above those behind the last one. */
  readonly before: string
  readonly behind: string
}

const words: Readonly<Record<'en' | 'fr', Words>> = {
  en: { heading: ['command', 'what it does'], before: 'Your session, your day', behind: 'The installation' },
  fr: { heading: ['commande', "ce qu'elle fait"], before: 'Votre session, votre journée', behind: "L'installation" },
}

/** The commands of one record, or those that stand alone, in the order of the help. */
export interface Group {
  /** `client`; absent for commands without a record. */
  readonly noun?: string
  readonly specs: readonly AnySpec[]
}

/** All commands, as the program itself has them. */
export async function groups(): Promise<Group[]> {
  const found: { noun?: string; specs: AnySpec[] }[] = []
  for (const [name, load] of Object.entries(program.verbs)) {
    const node = await opened(load)
    if (!isLeaf(node)) found.push({ noun: name, specs: await specsOf(node) })
    else if (found.at(-1)?.noun === undefined && found.length > 0) found.at(-1)?.specs.push(node.spec)
    else found.push({ specs: [node.spec] })
  }
  return found
}

async function specsOf(branch: Branch): Promise<AnySpec[]> {
  const nodes = await Promise.all(Object.values(branch.verbs).map(opened))
  return nodes.flatMap((node) => (isLeaf(node) ? [node.spec] : []))
}

async function opened(load: Branch['verbs'][string]): Promise<Node> {
  const loaded = await load()
  return 'default' in loaded && typeof loaded.default === 'object' ? (loaded.default as Node) : (loaded as Node)
}

const nameOf = ({ path }: AnySpec): string => path.join(' ')

/** `` `role grant` ROLE PERMISSION… `` */
function typed(spec: AnySpec): string {
  const values = Object.values(spec.positionals ?? {}).map(({ placeholder, many, optional }) =>
    many ? `${placeholder}…` : optional ? `[${placeholder}]` : placeholder,
  )
  return [`\`${nameOf(spec)}\``, ...values].join(' ')
}

const row = (...cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

/** The table of a README: each command with what it does, under a line for each record. */
export function readmeTable(all: readonly Group[], lang: 'en' | 'fr', help: HelpWords): string[] {
  const { heading, before, behind } = words[lang]
  const summaries: Readonly<Record<string, { readonly summary: string }>> = help.commands
  const titles: Readonly<Record<string, string>> = help.group
  return [
    row(...heading),
    '|---|---|',
    ...all.flatMap(({ noun, specs }, at) => [
      noun === undefined
        ? row(`**${at === 0 ? before : behind}**`, '')
        : row(`**${noun}**`, `**${titles[noun] ?? ''}**`),
      ...specs.map((spec) => row(typed(spec), summaries[nameOf(spec)]?.summary ?? '')),
    ]),
  ]
}

/** The table of docs/PRODUCT.md: each command with its own options and who may run it. */
export function referenceTable(all: readonly Group[]): string[] {
  return [
    row('command', 'options', 'needs'),
    '|---|---|---|',
    ...all.flatMap(({ specs }) => specs.map((spec) => row(typed(spec), optionsCell(spec), accessCell(spec)))),
  ]
}

function optionsCell(spec: AnySpec): string {
  const required = new Set((spec.required ?? []).map((key) => spec.fields?.[key]?.option))
  // A password has no option of its own: it is typed, or read with --password-stdin.
  const options = optionsOf(spec).filter(({ group, valueKind }) => group === 'own' && valueKind !== 'secret')
  const written = options.map(({ name, short, placeholder }) => ({
    text: `\`${short ? `-${short}, ` : ''}--${name}${placeholder?.includes('|') ? ` ${placeholder}` : ''}\``,
    required: required.has(name),
  }))
  const musts = written.filter((option) => option.required).map(({ text }) => text)
  const others = written.filter((option) => !option.required).map(({ text }) => text)
  const lists = spec.pages ? ['the options of a list'] : []
  return [
    ...(musts.length > 0 ? [`required: ${musts.join(' ')}`] : []),
    ...[others.join(' '), ...lists].filter(Boolean),
  ].join('; ')
}

function accessCell({ access }: AnySpec): string {
  if (access === 'public') return 'nothing'
  if (access === 'signed-in') return 'a session'
  return permissionsOf(access)
    .map((code) => `\`${code}\``)
    .join(' or ')
}

/**
 * Puts a table between the two markers of a document.
 *
 * @throws Error where the document has no markers
 */
export function withTable(document: string, table: readonly string[]): string {
  const marked = /(<!-- commands: [^\n]*-->\n)[\s\S]*?(<!-- \/commands -->)/
  if (!marked.test(document)) throw new Error('the document has no <!-- commands: … --> and <!-- /commands -->')
  return document.replace(marked, (_, open: string, close: string) => `${open}\n${table.join('\n')}\n\n${close}`)
}

/** The documents with their tables as they should be: path from the root of the repository → whole text. */
export async function documents(): Promise<Map<string, string>> {
  const all = await groups()
  const tables = {
    'README.md': readmeTable(all, 'en', await helpWords('en')),
    'docs/README.fr.md': readmeTable(all, 'fr', await helpWords('fr')),
    'docs/PRODUCT.md': referenceTable(all),
  }
  return new Map(Object.entries(tables).map(([path, table]) => [path, withTable(read(path), table)]))
}

const read = (path: string): string => readFileSync(join(repository, path), 'utf8')

if (import.meta.main) {
  for (const [path, text] of await documents()) {
    const state = text === read(path) ? 'is up to date' : 'written'
    writeFileSync(join(repository, path), text)
    process.stdout.write(`${path}: ${state}\n`)
  }
}
