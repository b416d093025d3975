/** The help, made from what a command declares and from the help catalogue. It reads no settings and opens no database. */
import { defaultRoles } from '../access/catalogue.ts'
import type { CommandHelp, Example } from '../i18n/command-help.ts'
import type { HelpWords } from '../i18n/en/help.ts'
import { programName } from '../program.ts'
import { lettering, letteringWidth } from '../terminal/output/lettering.ts'
import { frameWidth, panel } from '../terminal/output/panel.ts'
import type { OutputStyle } from '../terminal/output/style.ts'
import { pad, width, wrap } from '../text/width.ts'
import { type Branch, isLeaf, type Node } from './group.ts'
import { type Option, optionsOf, permissionsOf } from './options.ts'
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
    path.length === 0
      ? words.programExamples
      : others
          .slice(0, 3)
          .flatMap(({ summary, help }) => help?.examples.slice(-1).map(({ run }) => ({ caption: summary, run })) ?? [])
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
    wrap(words.more({ command: deeper }), page.columns),
  ])
}

function commandPage(spec: AnySpec, page: Page): string[] {
  const { words } = page
  const { commands }: { readonly commands: Readonly<Record<string, CommandHelp>> } = words
  const name = spec.path.join(' ')
  const help = own(commands, name) ?? { summary: name, examples: [] }
  const positionals = Object.values(spec.positionals ?? {})
  const called = positionals.map(({ placeholder, many }) => (many ? `${placeholder}…` : placeholder))
  const options = optionsOf(spec).filter(({ valueKind }) => valueKind !== 'secret')
  const required = new Set((spec.required ?? []).map((key) => spec.fields?.[key]?.option))
  const rows = (group: Option['group']) =>
    options.filter((option) => option.group === group).map((option) => optionRow(option, required, page))
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
    section(words.options, table(rows('own'), page), page),
    section(words.listOptions, table(rows('list'), page), page),
    section(words.commonOptions, flowing(commonNames(options), indent, page), page),
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

function optionRow(
  option: Option,
  required: ReadonlySet<string | undefined>,
  { words, style }: Page,
): [string, string] {
  const { name, short, placeholder, help } = option
  const letter = short === undefined ? '    ' : `-${short}, `
  const explained = help?.(style.t) ?? own(words.option, name) ?? ''
  const shorter = option.aliases.filter((alias) => alias.length < name.length)
  const also = shorter.map((alias) => ` ${words.also({ option: alias })}`).join('')
  const must = required.has(name) ? ` ${words.required}` : ''
  return [`${letter}--${name}${placeholder ? ` ${placeholder}` : ''}`, `${explained}${also}${must}`]
}

/** The names of the options that every command has. */
function commonNames(options: readonly Option[]): string[] {
  const names = options
    .filter(({ group }) => group === 'common')
    .map(({ name, placeholder }) => (placeholder ? `--${name} ${placeholder}` : `--${name}`))
  return [...names, '-h, --help']
}

/** A sentence, and the command below it. A long command is continued with `\`, so that it can be copied. */
function exampleLines(examples: readonly Example[], { columns, style }: Page): string[] {
  return examples.flatMap(({ caption, run }) => {
    const command = run.startsWith(programName) ? run : `${programName} ${run}`
    const explained = wrap(`# ${caption}`, columns - indent.length).map((line) => style.paint.dim(line))
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

/** Two columns, of which the second is wrapped. In a narrow window the second stands below the first. */
function table(rows: readonly (readonly [string, string])[], { columns, style }: Page): string[] {
  const first = Math.max(0, ...rows.map(([name]) => width(name))) + 2 * indent.length
  const room = columns - first
  if (room < 20) {
    const below = (text: string) => wrap(text, columns - 2 * indent.length).map((line) => indent + indent + line)
    return rows.flatMap(([name, text]) => [indent + style.paint.gold(name), ...below(text)])
  }
  return rows.flatMap(([name, text]) => {
    const [line = '', ...rest] = wrap(text, room)
    const named = indent + style.paint.gold(name) + ' '.repeat(first - indent.length - width(name))
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
