/** The tree of commands, whose groups are loaded lazily, and the search in it for the command that was typed. */
import { type CommandDef, defineCommand } from 'citty'
import { Usage } from '../errors.ts'
import { isOption, takesNext } from '../terminal/globals.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'
import { commonOptions } from './options.ts'
import { parse } from './parse.ts'
import type { Leaf } from './spec.ts'
import { usageError } from './validate.ts'

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
  /** More spellings: `{ 'assign-support': 'assign_support' }`. */
  readonly aliases?: Readonly<Record<string, string>>
}

/**
 * Makes a group of lazily loaded verbs.
 *
 * @example export default group({ path: ['client'], verbs: { create: () => import('./create.ts') } })
 */
export function group(branching: Branching): Branch {
  return Object.assign(defineCommand({ meta: { name: branching.path.join(' ') } }), branching)
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
}

/**
 * Finds the command that was typed. Global options may stand before it and between its words.
 *
 * @param argv without the program's name
 * @throws Usage unknown command, or an option that no group has
 */
export async function walk(root: Branch, argv: readonly string[]): Promise<Found> {
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
    } else if (word === 'help') {
      help = true
    } else {
      const { verbs, aliases = {} }: Branching = node
      // Only own properties are commands: every object also has a `constructor`.
      const name = Object.hasOwn(aliases, word) ? (aliases[word] ?? word) : word
      const load = Object.hasOwn(verbs, name) ? verbs[name] : undefined
      if (!load) throw misplacedOption === undefined ? unknown(node, word) : misplacedOptionError(misplacedOption)
      node = await opened(load)
    }
  }
  if (!isLeaf(node) && !help) validateGroup(node, args)
  return { node, args, help }
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

function unknown({ path, verbs, aliases = {} }: Branching, word: string): Usage {
  const found = nearest(word, [...Object.keys(verbs), ...Object.keys(aliases)])
  const near = found === undefined ? undefined : [...path, found].join(' ')
  const received = excerpt([...path, word].join(' '))
  const next = ['help', ...(near === undefined ? path : [near])].join(' ')
  return new Usage((t) => t.usage.unknownCommand({ received, near }), {
    fields: { command: (t) => t.usage.unknownCommand({ received, near }) },
    next: [next],
  })
}

function misplacedOptionError(option: string): Usage {
  const typed = excerpt(option.split('=')[0] ?? '')
  return new Usage((t) => t.usage.optionTooSoon({ option: typed }), { next: ['help'] })
}
