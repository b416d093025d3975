/** An error as a person reads it, and the choice between that and the form of a data format (docs/TERMINAL.md §3). */

import type { Candidate } from '../../errors.ts'
import { programName } from '../../program.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { width, wrap } from '../../text/width.ts'
import { dataFormat } from './formats.ts'
import { type OutputOptions, outputStyle } from './options.ts'
import type { ErrorReport } from './output.ts'
import type { OutputStyle } from './style.ts'

/** Writes an error to stderr: one line of JSON with `--json`, sentences otherwise. */
export async function printError(error: ErrorReport, o: OutputOptions): Promise<void> {
  const style = outputStyle(o, o.io.stderr)
  const text = dataFormat(o.globals.format)?.error?.(error, o.t) ?? errorLines(error, style).join('\n')
  await o.io.stderr.write(`${text}\n`)
}

/** A command at the end of a sentence. */
const commandAtEnd = /^(.*: )((?:chmod|openssl|sudo|epic-events) .*)$/

/**
 * The lines of a sentence: wrapped at spaces on a terminal, unchanged in a pipe. A command of the system at its end gets a line of its own
 * that is not wrapped: a path with spaces would break inside its quotes, and the copied command would be another one.
 *
 * @param indent columns of the terminal that stay free before the text
 */
export function sentenceLines(text: string, style: OutputStyle, indent = 0): string[] {
  const columns = style.columns() - indent
  return style
    .words(text)
    .split('\n')
    .flatMap((line) => {
      if (!style.isTerminal || width(line) <= columns) return [line]
      const [, before, command] = commandAtEnd.exec(line) ?? []
      return before && command ? [...wrap(before.trimEnd(), columns), command] : wrap(line, columns)
    })
}

/**
 * `✗ sentence`, then what is wrong with each value unless a sentence says it already, then further lines, then the commands to run
 * next. Commands are not wrapped, so that each can be copied as one line.
 */
function errorLines(error: ErrorReport, style: OutputStyle): string[] {
  const { t, signs, paint } = style
  const lines = (sentence: string) => sentenceLines(sentence, style, 2)
  const sentence = error.userMessage(t)
  const more = (error.detail.more ?? []).map((message) => message(t))
  // The sentences are compared before they are wrapped, because the line breaks depend on the text before them.
  const sentences = [sentence, ...more]
  for (const message of Object.values(error.detail.fields ?? {})) {
    const ofField = message(t)
    if (sentences.some((each) => each.includes(ofField))) continue
    sentences.splice(sentences.length - more.length, 0, ofField)
  }
  const [head = [], ...rest] = sentences.map(lines)
  const sign = paint.red(style.accessible ? t.output.errorWord : signs.no)
  return [
    ...head.map((line, i) => (i === 0 ? `${sign} ${line}` : `  ${line}`)),
    ...rest.flat().map((line) => `  ${line}`),
    ...candidateLines(error.detail.candidates ?? [], style).map((line) => `  ${line}`),
    ...nextLines(error.detail.next ?? [], style).map((line) => `  ${line}`),
  ]
}

/** The most candidates that a person reads. */
const mostCandidates = 10

/** `8  Kevin Casey  Cool Startup LLC`, one a line; longer lines are not wrapped, because the id is what is looked for. */
function candidateLines(candidates: readonly Candidate[], style: OutputStyle): string[] {
  const { t } = style
  const shown = candidates.slice(0, mostCandidates)
  const wide = Math.max(...shown.map(({ id }) => String(id).length))
  const lines = shown.map(({ id, name, hint }) =>
    escapeControlCharacters([String(id).padStart(wide), name, hint(t)].filter((part) => part !== '').join('  ')),
  )
  return candidates.length > shown.length ? [...lines, style.words(t.refusal.moreNamed)] : lines
}

/**
 * `→ epic-events …` for each command.
 *
 * @param word what stands for the arrow in accessible mode; an empty one leaves it out
 */
export function nextLines(commands: readonly string[], style: OutputStyle, word = style.t.output.nextWord): string[] {
  const arrow = style.accessible ? word : style.signs.next
  const before = arrow === '' ? '' : `${style.paint.aquamarine(arrow)} `
  return commands.map((command) => `${before}${programName} ${escapeControlCharacters(command)}`)
}
