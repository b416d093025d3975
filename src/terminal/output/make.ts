/** The output of one call: which form the answer takes, and what is said beside it on stderr. */
import type { Message } from '../../errors.ts'
import type { Column, Row } from '../../field/column.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { recordLines } from './card.ts'
import { writeSeparated } from './csv.ts'
import { partsTable } from './data.ts'
import { nextLines, sentenceLines } from './error.ts'
import { writeJsonList, writeJsonRecord } from './json.ts'
import { writeList } from './list.ts'
import type { ListAnswer, Output, RecordAnswer } from './output.ts'
import { shown, type Tally, tally } from './rows.ts'
import { type OutputOptions, outputStyle } from './style.ts'

/**
 * Everything a verb may say. `--quiet` gives ids unless a format was asked for too; then it only silences the notes.
 */
export function makeOutput(o: OutputOptions): Output {
  const { globals, t } = o
  const { stdout, stderr } = o.io
  const answers = outputStyle(o, stdout)
  const notes = outputStyle(o, stderr)
  const idsOnly = globals.quiet && globals.format === 'table'

  const writeLine = (line: string) => stderr.write(`${line}\n`)
  const aside = async (sentence: string) => {
    if (!globals.quiet) await writeLine(sentenceLines(sentence, notes).join('\n'))
  }
  const next = async (commands: readonly string[]) => {
    if (!globals.quiet) for (const line of nextLines(commands, notes)) await writeLine(line)
  }
  const signed = (sign: string, message: Message) => {
    const [first = '', ...rest] = sentenceLines(message(t), notes, 2)
    return writeLine([`${sign} ${first}`, ...rest.map((line) => `  ${line}`)].join('\n'))
  }
  const hide = async (hidden: readonly Column[], message: (o: { columns: string }) => string) => {
    if (hidden.length === 0) return
    const labels = hidden.map((column) => column.label(t).toLocaleLowerCase(t.lang))
    await aside(message({ columns: labels.join(', ') }))
  }

  async function list(answer: ListAnswer): Promise<void> {
    const count = tally()
    const rows = watched(shown(answer.rows, answer.limit, stdout, count), count, answer.total)
    if (idsOnly) {
      for await (const batch of rows) await stdout.write(batch.map((row) => `${idOf(answer.columns, row)}\n`).join(''))
    } else if (globals.format === 'json') {
      await writeJsonList(answer, rows, t, stdout)
    } else if (globals.format === 'table') {
      const hidden = await writeList(answer, rows, count, answers, stdout)
      await hide(hidden, t.output.hidden)
    } else {
      const how = { format: globals.format, raw: globals.raw }
      await writeSeparated(answer.columns, rows, how, t, stdout)
    }
    await afterList(answer, count)
  }

  /** Says how far a long list has come, unless it is seen coming. */
  async function* watched(rows: ReturnType<typeof shown>, count: Tally, total: number | undefined): typeof rows {
    const task = stdout.isTerminal ? undefined : o.progress?.begin((words) => words.output.writing, { total })
    try {
      for await (const batch of rows) {
        yield batch
        task?.reached(count.shown)
      }
    } finally {
      task?.end()
    }
  }

  async function afterList(answer: ListAnswer, count: Tally): Promise<void> {
    const { format } = t
    const total = answer.total === undefined ? undefined : format.count(answer.total)
    if (count.more && count.last) {
      const after = idOf(answer.columns, count.last)
      return aside(t.output.shownMore({ shown: format.count(count.shown), total, after }))
    }
    if (count.shown === 0 && globals.format === 'table') {
      if (answer.empty) await aside(answer.empty(t))
      await next(answer.next ?? [])
    }
    // A table on a terminal has it in its title.
    const inTitle = globals.format === 'table' && answers.isTerminal && count.shown > 0
    if (total !== undefined && !inTitle) await aside(t.output.inAll({ total }))
  }

  async function record(answer: RecordAnswer): Promise<void> {
    const all = (answer.parts ?? []).flatMap((part) => (part.all === undefined ? [] : [part.all]))
    if (globals.format === 'json') {
      await writeJsonRecord(answer, t, stdout)
      return next(all)
    }
    const parts = answer.isParts ? (answer.parts ?? []) : undefined
    if (idsOnly) {
      const ids = parts?.flatMap(({ key, columns, rows }) => rows.map((row) => `${key} ${idOf(columns, row)}\n`))
      return stdout.write(ids?.join('') ?? `${idOf(answer.columns, answer.row)}\n`)
    }
    if (globals.format !== 'table') {
      const how = { format: globals.format, raw: globals.raw }
      const { columns, rows } = parts ? partsTable(parts) : { columns: answer.columns, rows: [answer.row] }
      return writeSeparated(columns, [rows], how, t, stdout)
    }
    const { lines, hidden } = recordLines(answer, answers)
    await stdout.write(`${lines.join('\n')}\n`)
    await hide(hidden, t.output.hiddenPart)
    await next(all)
  }

  return {
    list,
    record,
    text: (text) => stdout.write(escapeControlCharacters(text.endsWith('\n') ? text : `${text}\n`, { lines: true })),
    success: async (message) => {
      const sign = notes.paint.green(notes.accessible ? t.output.doneWord : notes.signs.yes)
      if (!globals.quiet) await signed(sign, message)
    },
    note: (message) => aside(message(t)),
    warning: (message) =>
      signed(notes.paint.yellow(notes.accessible ? t.output.warningWord : notes.signs.warn), message),
    hint: next,
    equivalentCommand: async (command) => {
      const [line = ''] = nextLines([command], notes, '')
      if (!globals.quiet) await writeLine(line)
    },
  }
}

/** What names a record to the next command: its id, or its first column where it has none (a permission's code). */
function idOf(columns: readonly Column[], row: Row): string {
  const column = columns.find(({ kind }) => kind === 'id') ?? columns[0]
  return column ? escapeControlCharacters(String(row[column.key] ?? '')) : ''
}
