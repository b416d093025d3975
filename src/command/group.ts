/** The tree of commands, whose groups are loaded lazily, and the search in it for the command that was typed. */
import type { CommandDef } from 'citty'
import { Usage } from '../errors.ts'
import { isWrittenAsId } from '../field/id.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { isOption, takesNext } from '../terminal/globals.ts'
import { excerpt } from '../text/excerpt.ts'
import { commonOptions, mostWords, optionsOf } from './options.ts'
import { parse } from './parse.ts'
import type { Leaf } from './spec.ts'
import { usageError } from './usage-error.ts'
import { commandNamed, commandNear, isHelp, isSearch, type Names } from './words.ts'

/** A group of commands. citty does not route (run.ts says why), so `walk` reads its members, which are loaded when they are typed. */
export type Branch = CommandDef & Branching
export type Node = Leaf | Branch

/** The result of loading: a command, or a module whose default export is one. */
type Loaded = Node | { readonly default: Node }

interface Branching {
  /** As typed: `['client']`; empty for the program itself. */
  readonly path: readonly string[]
  /** Its verbs or nouns, in the order of its help. */
  readonly verbs: Readonly<Record<string, () => Promise<Loaded>>>
  /** Names of others for its verbs: `{ delete: 'revoke' }`. The words that every group understands are in words.ts. */
  readonly aliases?: Readonly<Record<string, string>>
}

/**
 * Makes a group of lazily loaded verbs.
 *
 * @example export default group({ path: ['client'], verbs: { create: () => import('./create.ts') } })
 */
export function group(branching: Branching): Branch {
  return { meta: { name: branching.path.join(' ') }, ...branching }
}

async function opened(load: () => Promise<Loaded>): Promise<Node> {
  const loaded = await load()
  // A command of citty may also have a `default`, which is then a string.
  return 'default' in loaded && typeof loaded.default === 'object' ? (loaded.default as Node) : (loaded as Node)
}

export function isLeaf(node: Node): node is Leaf {
  return 'spec' in node
}

interface Found {
  readonly node: Node
  /** What was typed besides the words of the command, in its order. */
  readonly args: readonly string[]
  /** `true`: the word `help` is among the words of the command. */
  readonly help: boolean
  /** `true`: `help options`, the page of the options that every command understands. */
  readonly options?: true
}

/** A word that names no command of the group in which it was looked up. */
interface Lost {
  readonly node: Branch
  readonly word: string
  readonly at: number
  /** An option before it that no group has: the word may have been meant as its value. */
  readonly misplacedOption: string | undefined
}

/** After `help`, the word for the page of common options. No command may have it as its name. */
export const optionsPage = 'options'

/**
 * Finds the command that was typed, by its own words or by others for it. Global options may stand before it and between its words.
 *
 * @param argv without the program's name
 * @throws Usage unknown command, or an option that no group has
 */
export async function walk(root: Branch, argv: readonly string[]): Promise<Found> {
  const found = await descend(root, argv, commandNamed)
  if ('word' in found) {
    const { misplacedOption } = found
    throw misplacedOption === undefined ? await unknown(root, argv, found) : misplacedOptionError(misplacedOption)
  }
  if (!isLeaf(found.node) && !found.help) validateGroup(found.node, found.args)
  return found
}

/** @param choose finds the command of a group that a word stands for */
async function descend(root: Branch, argv: readonly string[], choose: typeof commandNamed): Promise<Found | Lost> {
  let node: Node = root
  let help = false
  let misplacedOption: string | undefined
  const args: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') {
      args.push(...argv.slice(at))
      break
    }
    if (isLeaf(node) || isOption(word)) {
      args.push(word)
      if (isLeaf(node)) continue
      if (takesNext(word)) args.push(...argv.slice(++at, at + 1))
      else if (!isCommon(word)) misplacedOption ??= word
      continue
    }
    if (help && node === root && word === optionsPage) return { node, args, help, options: true }
    const name = choose(word, namesOf(node))
    const load = name === undefined ? undefined : node.verbs[name]
    const list = load || !isSearch(word) ? undefined : await searchable(node)
    if (load) node = await opened(load)
    else if (list) return { node: list, args: searchArgs(list, [...args, ...argv.slice(at + 1)]), help }
    else if (isHelp(word)) help = true
    else return { node, word, at, misplacedOption }
  }
  return { node, args, help }
}

/**
 * The path of the verb that a word means in one of the groups of the root, which is not loaded.
 *
 * @param noun the name of the group
 * @returns the path of the group where the word means none: it may be anything that was typed
 */
export async function verbOf(root: Branch, noun: string, word: string): Promise<string[]> {
  const load = root.verbs[noun]
  const node = load && (await opened(load))
  const verb = node && !isLeaf(node) ? commandNamed(word, namesOf(node)) : undefined
  return verb === undefined ? [noun] : [noun, verb]
}

function namesOf({ verbs, aliases = {} }: Branching): Names {
  return { names: Object.keys(verbs), own: aliases }
}

/** The option of a list that takes words to look for. */
const searchOption = 'search'

/** The list of a group whose records can be searched: `client find WORDS` is `client list --search WORDS`. */
async function searchable({ verbs }: Branching): Promise<Leaf | undefined> {
  const list = verbs['list'] ? await opened(verbs['list']) : undefined
  return list && isLeaf(list) && optionsOf(list.spec).some(({ name }) => name === searchOption) ? list : undefined
}

/** The arguments of `find` as those of `list`: the words without a name are those to look for. */
function searchArgs({ spec }: Leaf, args: readonly string[]): string[] {
  const options = optionsOf(spec)
  const others: string[] = []
  const words: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') {
      words.push(...args.slice(at + 1))
      break
    }
    const option = options.find(({ name, short }) => arg === `--${name}` || arg === `-${short}`)
    if (!isOption(arg)) words.push(arg)
    else others.push(arg, ...(option?.valueKind === 'value' ? args.slice(++at, at + 1) : []))
  }
  return words.length === 0 ? others : [`--${searchOption}=${words.join(' ')}`, ...others]
}

const asking = ['-h', '--help', '-V', '--version']

function isCommon(word: string): boolean {
  const [name] = word.split('=')
  return asking.includes(word) || commonOptions.some((option) => `--${option.name}` === name)
}

/** A group has no options except the common ones. @throws Usage */
function validateGroup({ path }: Branching, args: readonly string[]): void {
  const { problems } = parse(
    args.filter((arg) => !asking.includes(arg)),
    { options: commonOptions, words: 0 },
  )
  if (problems.length > 0) throw usageError(path, problems)
}

/** The error about a word that is no command, with the line that was probably meant. */
async function unknown(root: Branch, argv: readonly string[], { node, word, at }: Lost): Promise<Usage> {
  const { path } = node
  const other = otherOrder(root, argv, { node, word, at })
  const ordered = other && (await meant(root, other))
  const name = ordered ? undefined : commandNear(word, namesOf(node))
  const near = ordered?.path ?? (name === undefined ? undefined : [...path, name])
  const line = near && (ordered ?? (await meant(root, argv, commandNear)))?.line
  const received = excerpt([...path, word].join(' '))
  const message = (t: Catalog) => t.usage.unknownCommand({ received, near: near?.join(' ') })
  return new Usage(message, { fields: { command: message }, next: [line ?? ['help', ...(near ?? path)].join(' ')] })
}

/** The words in the order of this program: `list clients` as `clients list`, `client 8` as `client view 8`. */
function otherOrder(root: Branch, argv: readonly string[], { node, word, at }: Omit<Lost, 'misplacedOption'>) {
  const noun = argv[at + 1]
  if (node !== root) return isWrittenAsId(word) ? argv.toSpliced(at, 0, 'view') : undefined
  return noun === undefined ? undefined : argv.with(at, noun).with(at + 1, word)
}

/**
 * What a command line with wrong words probably meant: the command, and the line to run if the rest of it is right or can be corrected.
 *
 * @param near finds the command for a word that names none; without it, every word must name one
 */
async function meant(root: Branch, argv: readonly string[], near?: typeof commandNear) {
  const found = await descend(root, argv, (word, names) => {
    return commandNamed(word, names) ?? (isHelp(word) || isSearch(word) ? undefined : near?.(word, names))
  })
  if ('word' in found || !isLeaf(found.node)) return undefined
  const { node, args, help } = found
  const { path } = node.spec
  const { correctedArgs, lineOf } = await import('./correct.ts')
  const shape = { options: optionsOf(node.spec), words: mostWords(node.spec) }
  const right = help ? [] : correctedArgs(args, shape, path[0])
  return { path, line: right && lineOf([...(help ? ['help'] : []), ...path, ...right]) }
}

function misplacedOptionError(option: string): Usage {
  const typed = excerpt(option.split('=')[0] ?? '')
  return new Usage((t) => t.usage.optionTooSoon({ option: typed }), { next: ['help'] })
}
