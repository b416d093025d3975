/**
 * Splits a command line into options and values by the rules of `util.parseArgs` with `strict: false`, to which a test compares it. Loading
 * node:util would cost each command a millisecond.
 */

export type Token =
  | {
      readonly kind: 'option'
      /** As typed: `--name`, or `-n` for a letter of a cluster. */
      readonly rawName: string
      readonly value?: string | undefined
      /** Whether the value stands in the same word: `--name=value`, `-nvalue`. */
      readonly inlineValue?: boolean
      /** Of the word in the command line. */
      readonly index: number
    }
  | { readonly kind: 'positional'; readonly value: string; readonly index: number }

/** @param takesValue whether an option, as typed, takes a value */
export function split(args: readonly string[], takesValue: (rawName: string) => boolean): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < args.length; at++) {
    const index = at
    const arg = args[at] ?? ''
    const withNext = (rawName: string) => {
      const value = takesValue(rawName) ? args[++at] : undefined
      tokens.push({ kind: 'option', rawName, index, ...(value === undefined ? {} : { value, inlineValue: false }) })
    }
    const inline = (rawName: string, value: string) =>
      tokens.push({ kind: 'option', rawName, index, value, inlineValue: true })
    if (arg === '--') {
      while (++at < args.length) tokens.push({ kind: 'positional', value: args[at] ?? '', index: at })
    } else if (arg.startsWith('--')) {
      const equals = arg.indexOf('=', 3)
      if (equals < 0) withNext(arg)
      else inline(arg.slice(0, equals), arg.slice(equals + 1))
    } else if (arg.length > 1 && arg.startsWith('-')) {
      const letters = [...arg.slice(1)]
      for (const [letter, written] of letters.entries()) {
        const rawName = `-${written}`
        if (letter === letters.length - 1) withNext(rawName)
        else if (takesValue(rawName)) {
          inline(rawName, letters.slice(letter + 1).join(''))
          break
        } else tokens.push({ kind: 'option', rawName, index })
      }
    } else tokens.push({ kind: 'positional', value: arg, index })
  }
  return tokens
}
