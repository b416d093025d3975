/** An error as a person reads it, and as a program does (terminal.md §3). */

import type { ErrorDetail, Message } from '../../errors.ts'
import { programName } from '../../program.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { jsonText } from '../../text/json-text.ts'
import { wrap } from '../../text/width.ts'
import { type OutputOptions, type OutputStyle, outputStyle } from './style.ts'

/** What is told of an error; every AppError is one, and a bug is made into one by whoever catches it (`internal`). */
export interface ErrorReport {
  readonly code: string
  readonly userMessage: Message
  readonly detail: ErrorDetail
}

/** Writes an error to stderr: one line of JSON with `--json`, sentences otherwise. */
export async function printError(error: ErrorReport, o: OutputOptions): Promise<void> {
  const style = outputStyle(o, o.io.stderr)
  const text = o.globals.format === 'json' ? errorJson(error, style) : errorLines(error, style).join('\n')
  await o.io.stderr.write(`${text}\n`)
}

/**
 * The lines of a sentence: wrapped at spaces on a terminal, as it is in a pipe.
 *
 * @param indent columns that are to stay free before it
 */
export function sentenceLines(text: string, style: OutputStyle, indent = 0): string[] {
  const lines = style.words(text)
  return style.isTerminal ? wrap(lines, style.columns() - indent) : lines.split('\n')
}

/**
 * `✗ sentence`, what is wrong with each value unless the sentence says it already, more lines, then what to run next: commands are
 * not wrapped, so that each stays one line to copy.
 */
function errorLines(error: ErrorReport, theme: OutputStyle): string[] {
  const { t, signs, paint } = theme
  const lines = (sentence: string) => sentenceLines(sentence, theme, 2)
  const sentence = error.userMessage(t)
  const more = (error.detail.more ?? []).map((message) => message(t))
  // Compared as sentences: where their lines break depends on what stands before them.
  const said = [sentence, ...more]
  for (const message of Object.values(error.detail.fields ?? {})) {
    const of = message(t)
    if (said.some((style) => style.includes(of))) continue
    said.splice(said.length - more.length, 0, of)
  }
  const [head = [], ...rest] = said.map(lines)
  const sign = paint.red(theme.accessible ? t.output.errorWord : signs.no)
  return [
    ...head.map((line, i) => (i === 0 ? `${sign} ${line}` : `  ${line}`)),
    ...rest.flat().map((line) => `  ${line}`),
    ...nextLines(error.detail.next ?? [], theme).map((line) => `  ${line}`),
  ]
}

/** `→ epic-events …` for each command. @param word instead of the arrow where there are no signs */
export function nextLines(commands: readonly string[], style: OutputStyle, word = style.t.output.nextWord): string[] {
  const arrow = style.accessible ? word : style.signs.next
  const before = arrow === '' ? '' : `${style.paint.aquamarine(arrow)} `
  return commands.map((command) => `${before}${programName} ${escapeControlCharacters(command)}`)
}

/**
 * `{"error":{"code":…,"constraint":…,"message":…,"next":[…],"fields":{…}}}`. `next` holds whole commands, as they can be run. `constraint` is
 * there when a rule of the database refused.
 */
function errorJson(error: ErrorReport, style: OutputStyle): string {
  const { constraint, next = [], fields = {}, more = [] } = error.detail
  const message = (sentence: Message) => sentence(style.t)
  return jsonText({
    error: {
      code: error.code,
      ...(constraint === undefined ? {} : { constraint }),
      message: message(error.userMessage),
      next: next.map((command) => `${programName} ${command}`),
      fields: Object.fromEntries(Object.entries(fields).map(([column, sentence]) => [column, message(sentence)])),
      ...(more.length === 0 ? {} : { more: more.map(message) }),
    },
  })
}
