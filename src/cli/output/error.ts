/** An error as a person reads it, and as a program does (terminal.md §3). */
import type { ErrorDetail, Say } from '../../errors.ts'
import { visible } from '../values/escape.ts'
import { jsonText } from './json-text.ts'
import { type Look, look, type OutputOptions } from './look.ts'
import { wrap } from './width.ts'

/** What is told of an error; every AppError is one, and a bug is made into one by whoever catches it (`internal`). */
export interface Told {
  readonly code: string
  readonly say: Say
  readonly detail: ErrorDetail
}

export const programName = 'epic-events'

/** Writes an error to stderr: one line of JSON with `--json`, sentences otherwise. */
export async function printError(error: Told, o: OutputOptions): Promise<void> {
  const told = look(o, o.io.stderr)
  const text = o.globals.format === 'json' ? errorJson(error, told) : errorLines(error, told).join('\n')
  await o.io.stderr.write(`${text}\n`)
}

/**
 * The lines of a sentence: wrapped at spaces on a terminal, as it is in a pipe.
 *
 * @param indent columns that are to stay free before it
 */
export function sentenceLines(text: string, look: Look, indent = 0): string[] {
  const lines = look.words(text)
  return look.isTerminal ? wrap(lines, look.columns() - indent) : lines.split('\n')
}

/**
 * `✗ sentence`, what is wrong with each value unless the sentence says it already, more lines, then what to run next: commands are
 * not wrapped, so that each stays one line to copy.
 */
function errorLines(error: Told, look: Look): string[] {
  const { t, signs, paint } = look
  const lines = (sentence: string) => sentenceLines(sentence, look, 2)
  const sentence = error.say(t)
  const more = (error.detail.more ?? []).map((say) => say(t))
  // Compared as sentences: where their lines break depends on what stands before them.
  const said = [sentence, ...more]
  for (const say of Object.values(error.detail.fields ?? {})) {
    const of = say(t)
    if (said.some((told) => told.includes(of))) continue
    said.splice(said.length - more.length, 0, of)
  }
  const [head = [], ...rest] = said.map(lines)
  const sign = paint.red(look.accessible ? t.output.errorWord : signs.no)
  return [
    ...head.map((line, i) => (i === 0 ? `${sign} ${line}` : `  ${line}`)),
    ...rest.flat().map((line) => `  ${line}`),
    ...nextLines(error.detail.next ?? [], look).map((line) => `  ${line}`),
  ]
}

/** `→ epic-events …` for each command. @param word instead of the arrow where there are no signs */
export function nextLines(commands: readonly string[], look: Look, word = look.t.output.nextWord): string[] {
  const arrow = look.accessible ? word : look.signs.next
  const before = arrow === '' ? '' : `${look.paint.aquamarine(arrow)} `
  return commands.map((command) => `${before}${programName} ${visible(command)}`)
}

/** `{"error":{"code":…,"message":…,"next":[…],"fields":{…}}}`; `next` holds whole commands, as they can be run. */
function errorJson(error: Told, look: Look): string {
  const { next = [], fields = {}, more = [] } = error.detail
  const say = (sentence: Say) => sentence(look.t)
  return jsonText({
    error: {
      code: error.code,
      message: say(error.say),
      next: next.map((command) => `${programName} ${command}`),
      fields: Object.fromEntries(Object.entries(fields).map(([column, sentence]) => [column, say(sentence)])),
      ...(more.length === 0 ? {} : { more: more.map(say) }),
    },
  })
}
