/** The command to type after an import that could not be done. */
import { AppError, Usage } from '../errors.ts'
import { isNamed } from '../field/reference.ts'
import { BadSheet } from '../spreadsheet/bad-sheet.ts'
import { quoted } from '../text/shell.ts'
import { standardInput } from './files.ts'
import type { ImportInput } from './options.ts'

/** The same error, with the name of the file in its sentence and a command to type next. */
export function advised(error: unknown, noun: string, input: ImportInput): unknown {
  if (!(error instanceof AppError) || error.detail.next) return error
  const help = `help ${noun} import`
  const { file } = input.args
  const isPipe = file === standardInput
  if (error instanceof BadSheet) {
    const { sentence, again, detail } = error
    const next = again && !isPipe ? lineOf(noun, renamed(input, again.saved), [again.options, '--dry-run']) : help
    return new Usage((t) => sentence(t, isPipe ? undefined : file), { ...detail, next: [next] })
  }
  return error instanceof Usage ? new Usage(error.userMessage, { ...error.detail, next: [help] }) : error
}

/** What was typed, with more behind it. @param more as typed */
export function lineOf(noun: string, { args, values, flags }: ImportInput, more: readonly string[]): string {
  const options = Object.entries(values).flatMap(([name, value]) =>
    [value].flat().flatMap((each: unknown) => (each === undefined ? [] : [optionOf(name), quoted(wordOf(each))])),
  )
  const switches = Object.entries(flags).flatMap(([name, on]) => (on && name !== 'dryRun' ? [optionOf(name)] : []))
  const words = [noun, 'import', quoted(args.file), ...options, ...switches, ...more.filter((each) => each !== '')]
  return words.join(' ')
}

const optionOf = (name: string) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
const wordOf = (value: unknown) => (isNamed(value) ? value.typed : String(value))

/** The file under the name that it gets when it is saved as CSV. */
const renamed = (input: ImportInput, saved = false): ImportInput =>
  saved ? { ...input, args: { file: `${input.args.file.replace(/\.[^./]*$/, '')}.csv` } } : input
