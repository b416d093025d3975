/** The command line that was probably meant, so that a person can run it as it is shown. It is loaded only when something is wrong. */
import { isYesNo } from '../field/yes-no.ts'
import { isOption } from '../terminal/globals.ts'
import { nearest } from '../text/nearest.ts'
import { quoted } from '../text/shell.ts'
import { acceptedWords } from './options.ts'
import { finder, nearOption, parse, type Shape, takesSecret } from './parse.ts'
import { commandNamed } from './words.ts'

/** A line that is longer is no help to read or to copy. */
const longest = 2000

/**
 * The arguments of a command with each wrong option, and each wrong word after one, replaced by the nearest. What may be a password is never
 * repeated: a command that takes one gets no line if a misspelt option has a value, because the value may be it.
 *
 * A list takes no words: a word that names its records again (`client list clients`) is left out, and others are searched for.
 *
 * @param noun of the command, as typed: `client`
 * @returns undefined if something cannot be corrected
 */
export function correctedArgs(args: readonly string[], shape: Shape, noun = ''): string[] | undefined {
  const corrected: string[] = []
  const strays: string[] = []
  const find = finder(shape.options)
  const searches = shape.words === 0 && find('--search') !== undefined && !args.some((arg) => /^--search\b/.test(arg))
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? ''
    if (arg === '--') {
      corrected.push(...args.slice(at))
      break
    }
    const [, written = arg, inline] = /^(--[^=]+|-[A-Za-z])=(.*)$/s.exec(arg) ?? []
    const known = find(written)
    // What is neither an option nor like one is a value or a cluster of letters; `parse` judges those.
    const option = known ?? (written.startsWith('--') ? nearOption(written, shape.options) : undefined)
    if (!option) {
      if (searches && !arg.startsWith('-')) strays.push(arg)
      else corrected.push(arg)
      continue
    }
    const takesValue = option.valueKind !== 'switch'
    if (!known && takesValue && takesSecret(shape)) return undefined
    const name = known ? written : `--${option.name}`
    const next = args[at + 1]
    const fits = option.valueKind === 'yes-no' ? isYesNo : (word: string) => !isOption(word)
    const following = takesValue && inline === undefined && next !== undefined && fits(next) ? next : undefined
    if (following !== undefined) at++
    const value = inline ?? following
    const words = acceptedWords(option)
    const meant = value === undefined || words === undefined ? value : (nearest(value, words) ?? value)
    if (inline !== undefined) corrected.push(`${name}=${meant}`)
    else corrected.push(name, ...(meant === undefined ? [] : [meant]))
  }
  const words = strays.filter((word) => commandNamed(word, { names: [noun], own: {} }) === undefined)
  if (words.length > 0) corrected.push('--search', words.join(' '))
  return parse(corrected, shape).problems.length === 0 ? corrected : undefined
}

/** Words as one line for a shell, without the program's name; undefined if it would be too long to be of use. */
export function lineOf(words: readonly string[]): string | undefined {
  const line = words.map(quoted).join(' ')
  return line.length > longest ? undefined : line
}
