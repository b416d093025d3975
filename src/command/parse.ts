/**
 * Splits the words of a command line into options and values. It is strict: what the command does not declare is an error. The values
 * themselves are parsed later, in validate.ts.
 */
import type { Message } from '../errors.ts'
import { isYesNo } from '../field/yes-no.ts'
import { isOption } from '../terminal/globals.ts'
import { excerpt } from '../text/excerpt.ts'
import { nearest } from '../text/nearest.ts'
import { type Option, passwordStdin } from './options.ts'
import { split } from './split.ts'

/** One error in a command line. */
export interface Problem {
  /** The snake_case name in `fields` of a JSON error. */
  readonly column: string
  /** For people. It names the option. */
  readonly message: Message
  /** For `fields`, whose key already names the option. Default: `message`. */
  readonly fieldMessage?: Message
  /** The column of the option that was probably meant. It counts as given, so that it is not reported as missing too. */
  readonly meant?: string
}

export interface ParsedArgs {
  /** What was typed for each option, by its long name. A switch has `true`, and so has a yes/no option without a value. */
  readonly options: ReadonlyMap<string, string>
  /** Of an option that may be given several times, all that was typed. */
  readonly several: ReadonlyMap<string, readonly string[]>
  /** The values without a name, in order. */
  readonly words: readonly string[]
  readonly problems: readonly Problem[]
}

/** What may follow the options of one command. */
export interface Shape {
  readonly options: readonly Option[]
  /** The most values without a name that it takes; Infinity if the last one may be repeated. */
  readonly words: number
}

/**
 * Parses the arguments of one command, without the words of the command itself.
 */
export function parse(args: readonly string[], shape: Shape): ParsedArgs {
  const problems: Problem[] = []
  const options = new Map<string, string>()
  const several = new Map<string, string[]>()
  const find = finder(shape.options)
  const withoutValue = new Map<number, Option>()
  const takesValue = (rawName: string) => (find(rawName)?.valueKind ?? 'switch') !== 'switch'
  const tokens = split(joinValues(args, find, problems, withoutValue), takesValue)

  const words: string[] = []
  let strayWord: { readonly option: Option; readonly word: string; readonly at: number } | undefined
  const unknown = new Map<number, string>()
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const option = withoutValue.get(token.index - 1)
      if (option) strayWord ??= { option, word: token.value, at: words.length }
      words.push(token.value)
      continue
    }
    const option = find(token.rawName)
    // Only the first letter of an unknown cluster (`-psecret`) is reported, because the rest may be a secret value.
    if (!option) unknown.has(token.index) || unknown.set(token.index, token.rawName)
    else accept(option, token)
  }
  for (const name of unknown.values()) problems.push(unknownOption(name, shape.options))
  const surplus = words[shape.words]
  // The value of an unknown option would count as a word too many, so an earlier error hides this one.
  if (surplus !== undefined && problems.length === 0) {
    // In `--is-signed maybe` the word was meant for the option. If the command takes a password, the word may be one and is not shown.
    if (strayWord && !takesSecret(shape)) {
      problems.push(neitherYesNorNo(strayWord.option, strayWord.word))
      words.splice(strayWord.at, 1)
    } else problems.push(tooMany(surplus, shape))
  }
  return { options, several, words: words.slice(0, shape.words), problems }

  function accept(option: Option, token: { value?: string | undefined; inlineValue?: boolean | undefined }): void {
    const { name, column, valueKind } = option
    const refuse = (message: Message): void => void problems.push({ column, message })
    if (valueKind === 'switch') {
      if (token.value !== undefined) refuse((t) => t.usage.noValue({ option: name }))
      options.set(name, 'true')
      return
    }
    // The last letter of a cluster takes the next word, even an option (`-Mn --json`).
    if (token.value === undefined || (!token.inlineValue && isOption(token.value))) {
      refuse((t) => t.usage.valueMissing({ option: name }))
      return
    }
    if (option.many) several.set(name, [...(several.get(name) ?? []), token.value])
    const earlier = option.many ? undefined : options.get(name)
    if (earlier !== undefined && earlier !== token.value) refuse((t) => t.usage.twice({ option: name }))
    options.set(name, token.value)
  }
}

type Find = (written: string) => Option | undefined

/** Finds an option by `--name`, one of its aliases, or `-n`. */
export function finder(options: readonly Option[]): Find {
  const byName = new Map<string, Option>()
  for (const option of options) {
    for (const name of [option.name, ...option.aliases]) byName.set(`--${name}`, option)
    if (option.short !== undefined) byName.set(`-${option.short}`, option)
  }
  return (written) => byName.get(written)
}

/**
 * Writes `--option VALUE` as one element, `--option=VALUE`, where the next word can be the value: `-5` can, `--json` cannot, and after a
 * yes/no option only a word for yes or no can. An option without its value, and a secret with one, are reported and left out.
 *
 * @param withoutValue receives the yes/no options without a value, by their index in the result
 */
function joinValues(
  args: readonly string[],
  find: Find,
  problems: Problem[],
  withoutValue: Map<number, Option>,
): string[] {
  const folded: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') return [...folded, ...args.slice(at)]
    const [, name = arg, inline] = /^(--[^=]+|-[A-Za-z])=(.*)$/s.exec(arg) ?? []
    const option = find(name)
    if (!option || option.valueKind === 'switch') {
      folded.push(arg)
      continue
    }
    const following = inline === undefined ? args[at + 1] : undefined
    const fits = option.valueKind === 'yes-no' ? isYesNo : (word: string) => !isOption(word)
    const next = following !== undefined && fits(following) ? following : undefined
    if (next !== undefined) at++
    const value = inline ?? next ?? (option.valueKind === 'yes-no' ? 'true' : undefined)
    const { column } = option
    if (option.valueKind === 'secret') {
      problems.push({ column, message: (t) => t.usage.secretOption({ option: option.name, instead: passwordStdin }) })
    } else if (value === undefined) {
      problems.push({ column, message: (t) => t.usage.valueMissing({ option: option.name }) })
    } else {
      if (inline === undefined && next === undefined) withoutValue.set(folded.length, option)
      folded.push(`--${option.name}=${value}`)
    }
  }
  return folded
}

/** The error about an option that the command does not have. It names the nearest one, or all options of the command. */
function unknownOption(written: string, options: readonly Option[]): Problem {
  const typed = written.replace(/^-+/, '')
  const column = typed.replaceAll('-', '_')
  const own = options.filter((option) => option.group !== 'common')
  const near = nearOption(written, options)
  const option = excerpt(written)
  if (near) {
    const name = near.valueKind === 'secret' ? passwordStdin : near.name
    return { column, meant: near.column, message: (t) => t.usage.unknownNear({ option, near: name }) }
  }
  const listable = (own.length > 0 ? own : options).filter(({ valueKind }) => valueKind !== 'secret')
  const listed = listable.map(({ name, short }) => (short ? `-${short}, --${name}` : `--${name}`)).join('  ')
  return { column, message: (t) => t.usage.unknown({ option, known: listed }) }
}

/** The option that was probably meant by a name that is none: `--nmae`. */
export function nearOption(written: string, options: readonly Option[]): Option | undefined {
  const names = options.flatMap((option) => [option.name, ...option.aliases])
  const near = nearest(written.replace(/^-+/, ''), names)
  return options.find(({ name, aliases }) => near !== undefined && [name, ...aliases].includes(near))
}

function tooMany(surplus: string, shape: Shape): Problem {
  // If the command takes a password, a stray word may be one and is not shown.
  const received = takesSecret(shape) ? undefined : excerpt(surplus)
  return { column: 'arguments', message: (t) => t.usage.tooMany({ received, count: shape.words }) }
}

/** Whether the command takes a password: then a stray word may be one, and is not repeated. */
export function takesSecret({ options }: Shape): boolean {
  return options.some((option) => option.valueKind === 'secret')
}

function neitherYesNorNo({ name, column }: Option, word: string): Problem {
  const sentence: Message = (t) => t.value.yesNo({ received: excerpt(word) })
  return { column, message: (t) => t.usage.ofOption({ option: name, sentence: sentence(t) }), fieldMessage: sentence }
}
