/** The help, made from what a command declares and from the help catalogue. It reads no settings and opens no database. */
import { defaultRoles } from '../access/catalogue.ts'
import type { CommandHelp, Example } from '../i18n/command-help.ts'
import type { HelpWords } from '../i18n/en/help.ts'
import { programName } from '../program.ts'
import { lettering, letteringWidth } from '../terminal/output/lettering.ts'
import { frameWidth, panel } from '../terminal/output/panel.ts'
import type { OutputStyle } from '../terminal/output/style.ts'
import { pad, width, wrap } from '../text/width.ts'
import { type Branch, isLeaf, type Node, optionsPage as optionsPageName } from './group.ts'
import { commonOptions, listOptions, type Option, optionsOf, outputOption, permissionsOf } from './options.ts'
import type { AnySpec } from './spec.ts'

const widest = 100
const piped = 80
/** In a window at least this wide, the lettering stands beside the panel. */
const beside = 90
const indent = '  '

interface Page {
  readonly words: HelpWords
  readonly style: OutputStyle
  /** The widest line. */
  readonly columns: number
}

/** The help of a command, a group or the program, as lines for standard output. */
export function helpLines(node: Node, words: HelpWords, style: OutputStyle): string[] {
  const columns = Math.min(style.isTerminal ? style.columns() : piped, widest)
  if (isLeaf(node)) return commandPage(node.spec, { words, style, columns })
  if (!style.isTerminal || style.accessible) return groupPage(node, { words, style, columns })
  return framed(node, { words, style, columns })
}

/** The page of what every command understands: `help options`. */
export function optionsPage(words: HelpWords, style: OutputStyle): string[] {
  const columns = Math.min(style.isTerminal ? style.columns() : piped, widest)
  const page = { words, style, columns }
  const rows = (options: readonly Option[]) => options.map((option) => optionRow(option, {}, page))
  return join([
    wrap(words.optionsAbout, columns),
    section(
      words.usage,
      indented([[programName, words.placeholders.command, words.placeholders.options].join(' ')], page),
      page,
    ),
    section(words.commonOptions, table([...rows(commonOptions), helpRow(page)], page), page),
    section(words.listOptions, table(rows(listOptions), page), page),
    section(words.values, table(Object.entries(words.accepted), page), page),
  ])
}

/** The panel with the lettering at its left, or above it in a narrow window. */
function framed(node: Branch, { words, style, columns }: Page): string[] {
  const { paint, signs } = style
  const left = columns >= beside ? letteringWidth.column + indent.length : 0
  const room = columns - left
  const lines = groupPage(node, { words, style, columns: room - frameWidth })
  const frame = panel({ title: words.title, lines, columns: room, paint, signs })
  if (left > 0) {
    const letters = lettering(paint, 'column')
    const rows = Math.max(letters.length, frame.length)
    return Array.from({ length: rows }, (_, row) => (pad(letters[row] ?? '', left) + (frame[row] ?? '')).trimEnd())
  }
  const shape = (['row', 'column'] as const).find((one) => letteringWidth[one] <= columns)
  return [...(shape ? lettering(paint, shape).map((line) => line.trimEnd()) : []), ...frame]
}

function groupPage({ path, verbs }: Branch, page: Page): string[] {
  const { words } = page
  const { group, commands } = words
  const usage = [programName, ...path, words.placeholders.command, words.placeholders.options].join(' ')
  const rows = Object.keys(verbs).map((verb) => {
    const name = [...path, verb].join(' ')
    const help = own(commands as Readonly<Record<string, CommandHelp>>, name)
    return { verb, group: own(group, name), summary: help?.summary ?? own(group, name) ?? '', help }
  })
  const records = rows.filter((row) => path.length === 0 && row.group !== undefined)
  const others = rows.filter((row) => !records.includes(row))
  const examples =
    path.length === 0 ? words.programExamples : others.slice(0, 3).flatMap(({ help }) => help?.examples.slice(-1) ?? [])
  const list = (some: typeof rows) =>
    table(
      some.map(({ verb, summary }) => [verb, summary]),
      page,
    )
  const deeper = [programName, 'help', ...path, words.placeholders.command].join(' ')
  return join([
    wrap(path.length === 0 ? words.about : (own(group, path.join(' ')) ?? ''), page.columns),
    section(words.usage, indented([usage], page), page),
    section(words.examples, exampleLines(examples, page), page),
    section(words.groups, list(records), page),
    section(words.commandsTitle, list(others), page),
    [
      ...(path.length === 0 ? wrap(words.otherWords, page.columns) : []),
      ...wrap(words.moreOptions({ command: [programName, 'help', optionsPageName].join(' ') }), page.columns),
      ...wrap(words.more({ command: deeper }), page.columns),
    ],
  ])
}

function commandPage(spec: AnySpec, page: Page): string[] {
  const { words } = page
  const { commands }: { readonly commands: Readonly<Record<string, CommandHelp>> } = words
  const name = spec.path.join(' ')
  const help = own(commands, name) ?? { summary: name, examples: [] }
  const positionals = Object.values(spec.positionals ?? {})
  const called = positionals.map(({ placeholder, many, optional }) =>
    many ? `${placeholder}…` : optional ? `[${placeholder}]` : placeholder,
  )
  const options = optionsOf(spec).filter(({ valueKind }) => valueKind !== 'secret')
  const rows = (group: Option['group']) =>
    options.filter((option) => option.group === group).map((option) => optionRow(option, spec, page))
  const t = page.style.t
  const usage = [programName, name, ...called, words.placeholders.options].join(' ')
  return join([
    [...wrap(`${help.summary}.`, page.columns), ...(help.description ? wrap(help.description, page.columns) : [])],
    section(words.usage, indented([usage], page), page),
    section(words.examples, exampleLines(help.examples, page), page),
    section(
      words.arguments,
      table(
        positionals.map(({ field }, at) => [called[at] ?? '', field.help(t)]),
        page,
      ),
      page,
    ),
    section(spec.pages || spec.list ? words.filters : words.options, table(rows('own'), page), page),
    section(words.listOptions, table(rows('list'), page), page),
    section(words.commonOptions, commonLines(spec, page), page),
    section(words.values, table(valueRows([...options, ...positionals], words), page), page),
    section(words.notes, indented(help.notes ?? [], page), page),
    section(words.access, indented(accessLines(spec, words), page), page),
    section(words.exitCodes, flowing(exitCodes(words), ' · ', page), page),
    section(
      words.next,
      (help.next ?? []).map((command) => `${indent}${programName} ${command}`),
      page,
    ),
  ])
}

/** The default roles that may run the command, from the catalogue of permissions: `commercial (their own)`. */
function accessLines({ access }: AnySpec, words: HelpWords): string[] {
  if (access === 'public') return [words.public]
  if (access === 'signed-in') return [words.signedIn]
  return permissionsOf(access).map((permission) => {
    const roles = Object.values(defaultRoles).flatMap(({ name, permissions }) => {
      if (permissions.some((held) => held === permission)) return [name]
      const scoped = permissions.filter((held) => held.startsWith(`${permission}:`))
      const scopes = scoped.map((held) => words.scopes[held.split(':')[2] as keyof HelpWords['scopes']])
      return scopes.length === 0 ? [] : [`${name} (${scopes.join(', ')})`]
    })
    return `${words.needs({ code: permission })} ${roles.join(', ') || words.noRole}`
  })
}

function exitCodes({ codes }: HelpWords): string[] {
  return Object.entries(codes).map(([code, meaning]) => `${code} ${meaning}`)
}

/** The row of an option: what it is, and beside it what a creation takes without it, or what empties it. */
function optionRow(option: Option, spec: Partial<AnySpec>, { words, style }: Page): [string, string] {
  const { name, short, placeholder, help } = option
  const [key, field] = Object.entries(spec.fields ?? {}).find(([, { option }]) => option === name) ?? []
  const letter = short === undefined ? '    ' : `-${short}, `
  const explained = help?.(style.t) ?? own(words.option, name) ?? ''
  const notes = [
    ...(key !== undefined && spec.required?.includes(key) ? [words.required] : []),
    ...(field?.default && !spec.current ? [words.byDefault({ value: field.default(style.t) })] : []),
    ...(field?.nullable && spec.current ? [words.emptied] : []),
    ...option.aliases.filter((alias) => alias.length < name.length).map((alias) => words.shorter({ option: alias })),
  ]
  const note = notes.length === 0 ? '' : ` (${notes.join(words.between)})`
  return [`${letter}--${name}${placeholder ? ` ${placeholder}` : ''}`, `${explained}${note}`]
}

function helpRow({ words }: Page): [string, string] {
  return ['-h, --help', words.option.help]
}

/**
 * The options that every command has: lines for those that matter to this one, the names of the others, and where those are explained. With
 * a line for each, every page would be a dozen lines longer and its own options would be lost among them (rclone/rclone#2541,
 * wal-g/wal-g#1032); without their names nobody would find them (jdx/usage#913).
 */
function commonLines(spec: AnySpec, page: Page): string[] {
  const { words } = page
  const common = optionsOf(spec).filter(({ group }) => group === 'common')
  const shown = common.filter(({ name }) => matters(name, spec))
  const others = common.filter((option) => !shown.includes(option)).map(({ name }) => `--${name}`)
  const also = [words.also, ...others, `(${[programName, 'help', optionsPageName].join(' ')})`]
  return [
    ...table([...shown.map((option) => optionRow(option, spec, page)), helpRow(page)], page),
    ...flowing(also, ' ', page),
  ]
}

function matters(
  name: string,
  { confirm, current, fields = {}, positionals = {}, required = [], pages }: AnySpec,
): boolean {
  if (name === 'yes') return confirm !== undefined
  if (name === outputOption) return pages === true
  const asks = confirm ?? current ?? (required.length > 0 || Object.values(positionals).some(({ pick }) => pick))
  if (name === 'no-input') return Boolean(asks) || Object.values(fields).some(({ kind }) => kind === 'secret')
  return ['format', 'json', 'quiet'].includes(name)
}

/** How the values that the options and the arguments of a page take are written. */
function valueRows(
  options: readonly { readonly placeholder?: string }[],
  { accepted, onPages }: HelpWords,
): [string, string][] {
  const taken = new Set<string | undefined>(options.map(({ placeholder }) => placeholder))
  return onPages.flatMap((kind) => (taken.has(kind) ? [[kind, accepted[kind]] as [string, string]] : []))
}

/** Before each line of a sentence, so that a shell that gets all of it runs the command alone. */
const sign = '# '

/** A sentence, and the command below it. A long command is continued with `\`, so that it can be copied. */
function exampleLines(examples: readonly Example[], { columns, style }: Page): string[] {
  return examples.flatMap(({ caption, run }) => {
    const command = run.startsWith(programName) ? run : `${programName} ${run}`
    const room = columns - indent.length - sign.length
    const explained = wrap(caption, room).map((line) => style.paint.dim(sign + line))
    return [...explained, ...continued(command, columns - indent.length)].map((line) => indent + line)
  })
}

/** Breaks a command into lines before its options. */
function continued(command: string, columns: number): string[] {
  if (width(command) <= columns) return [command]
  const lines: string[] = []
  let line = ''
  for (const piece of command.split(/ (?=--?[a-z])/)) {
    const longer = line === '' ? piece : `${line} ${piece}`
    if (line !== '' && width(longer) + 2 > columns) {
      lines.push(`${line} \\`)
      line = `    ${piece}`
    } else line = longer
  }
  return [...lines, line]
}

/** Names that are wider have their text below them, and leave the columns of the others as they are. */
const widestName = 36

/** Two columns, of which the second is wrapped. In a narrow window the second stands below the first. */
function table(rows: readonly (readonly [string, string])[], { columns, style }: Page): string[] {
  const widths = rows.map(([name]) => width(name)).filter((each) => each <= widestName)
  const first = Math.max(0, ...widths) + 2 * indent.length
  const room = columns - first
  if (room < 20) {
    const below = (text: string) => wrap(text, columns - 2 * indent.length).map((line) => indent + indent + line)
    return rows.flatMap(([name, text]) => [indent + style.paint.gold(name), ...below(text)])
  }
  return rows.flatMap(([name, text]) => {
    const gap = first - indent.length - width(name)
    const [line = '', ...rest] = gap < indent.length ? ['', ...wrap(text, room)] : wrap(text, room)
    const named = indent + style.paint.gold(name) + ' '.repeat(Math.max(gap, 0))
    return [(named + line).trimEnd(), ...rest.map((more) => ' '.repeat(first) + more)]
  })
}

function indented(texts: readonly string[], { columns }: Page): string[] {
  return texts.flatMap((text) => wrap(text, columns - indent.length).map((line) => indent + line))
}

/** Short items one after the other. Lines are only broken between two items. */
function flowing(items: readonly string[], between: string, { columns }: Page): string[] {
  const lines: string[] = []
  let line = ''
  for (const item of items) {
    const longer = line === '' ? indent + item : line + between + item
    if (line !== '' && width(longer) > columns) {
      lines.push(line)
      line = indent + item
    } else line = longer
  }
  return line === '' ? lines : [...lines, line]
}

function section(title: string, lines: readonly string[], { style }: Page): string[] {
  return lines.length === 0 ? [] : [style.paint.orange(title), ...lines]
}

/** The sections with an empty line between them. */
function join(sections: readonly (readonly string[])[]): string[] {
  return sections.filter((lines) => lines.length > 0).flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]))
}

/** An own property of an object: `constructor` is none, so it has no help. */
function own<V>(of: Readonly<Record<string, V>>, name: string): V | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined
}
