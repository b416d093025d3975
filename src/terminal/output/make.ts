/** The output of one call: it decides in which form the answer is written to stdout, and what is said on stderr. */
import type { Message } from '../../errors.ts'
import type { Column, Row } from '../../field/column.ts'
import { programName } from '../../program.ts'
import { escapeControlCharacters } from '../../text/escape.ts'
import { forAll, fromPlace } from '../../text/shell.ts'
import { wrap } from '../../text/width.ts'
import type { Stream } from '../streams.ts'
import { personPart, recordLines } from './card.ts'
import { cell } from './cell.ts'
import type { DataTarget } from './data.ts'
import { nextLines, sentenceLines } from './error.ts'
import { dataFormat, readFormats } from './formats.ts'
import { narrowedBy, writeList } from './list.ts'
import { type OutputOptions, outputStyle } from './options.ts'
import type { ListAnswer, Output, RecordAnswer } from './output.ts'
import { shown, type Tally, tally } from './rows.ts'

/** Makes the output of one call. `--quiet` writes ids, unless a data format was asked for too: then it only silences the notes. */
export function makeOutput(o: OutputOptions): Output {
  const { globals, t } = o
  const { stdout, stderr } = o.io
  const answers = outputStyle(o, stdout)
  const notes = outputStyle(o, stderr)
  const format = dataFormat(globals.format)
  const idsOnly = globals.quiet && !format

  const writeLine = (line: string) => stderr.write(`${line}\n`)
  const note = async (sentence: string) => {
    if (!globals.quiet) await writeLine(sentenceLines(sentence, notes).join('\n'))
  }
  const hint = async (commands: readonly string[]) => {
    if (!globals.quiet) for (const line of nextLines(commands, notes)) await writeLine(line)
  }
  const signed = (sign: string, message: Message) => {
    const [first = '', ...rest] = sentenceLines(message(t), notes, 2)
    return writeLine([`${sign} ${first}`, ...rest.map((line) => `  ${line}`)].join('\n'))
  }
  const warning = (message: Message) =>
    signed(notes.paint.yellow(notes.accessible ? t.output.warningWord : notes.signs.warn), message)
  const page = { now: () => o.now(), chart: globals.chart }
  const target: DataTarget = { out: stdout, t, raw: globals.raw, warning, page }
  const noteHidden = async (hidden: readonly Column[], message: (o: { columns: string }) => string) => {
    if (hidden.length === 0) return
    const labels = hidden.map((column) => column.label(t).toLocaleLowerCase(t.lang))
    await note(message({ columns: labels.join(', ') }))
  }

  async function list(whole: ListAnswer): Promise<void> {
    if (o.list?.only === 'count' && whole.total !== undefined) return writeCount(whole.total)
    const answer = { ...whole, columns: (idsOnly ? undefined : o.list?.columns) ?? whole.columns }
    const count = tally()
    const pager = mayPage() ? o.io.page?.() : undefined
    let hidden: readonly Column[] = []
    try {
      hidden = await writeRows(answer, pager ?? stdout, count)
    } finally {
      const code = await pager?.end()
      if (code !== undefined) await warning((t) => t.output.pagerFailed({ code }))
    }
    await noteHidden(hidden, t.output.hidden)
    await afterList(whole, count)
  }

  /** A pager needs a person who reads from a terminal and answers at one. A screen reader has the terminal's own ways to go back. */
  function mayPage(): boolean {
    return globals.pager && globals.input && !globals.accessible && stdout.isTerminal && o.io.stdin.isTerminal
  }

  /** Writes the rows in the form that was asked for. @returns the columns that were dropped for lack of room */
  async function writeRows(answer: ListAnswer, out: Stream, count: Tally): Promise<readonly Column[]> {
    const rows = withProgress(shown(answer.rows, answer.limit, out, count), count, answer.total)
    if (idsOnly) {
      for await (const batch of rows) await out.write(batch.map((row) => `${idOf(answer.columns, row)}\n`).join(''))
    } else if (format) {
      await format.list(answer, rows, { ...target, out, page: { ...page, tally: count } })
    } else {
      return writeList(answer, rows, count, answers, out)
    }
    return []
  }

  /** The number as a program reads it, also at a terminal: it stands alone. */
  async function writeCount(count: number): Promise<void> {
    if (!format) return stdout.write(`${count}\n`)
    await format.record({ columns: [{ key: 'count', kind: 'count', label: () => 'count' }], row: { count } }, target)
  }

  /** Reports how many rows of a long list are written. On a terminal the rows themselves show it. */
  async function* withProgress(
    rows: ReturnType<typeof shown>,
    count: Tally,
    total: number | undefined,
  ): ReturnType<typeof shown> {
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
    const total = answer.total === undefined ? undefined : t.format.count(answer.total)
    if (count.more && count.last) {
      const after = idOf(answer.columns, count.last)
      await note(t.output.shownMore({ shown: t.format.count(count.shown), total, after }))
      // The next page would replace this one.
      const next = globals.output === undefined ? fromPlace(o.list?.argv ?? [], after) : forAll(o.list?.argv ?? [])
      return hint(o.list ? [next] : [])
    }
    if (count.shown === 0 && !format) {
      if (answer.empty) {
        const [empty, applied] = [answer.empty(t), narrowedBy(answer, notes)]
        await note(applied === '' ? empty : t.output.emptyFor({ empty, applied }))
      }
      // Where something was asked for, that there is nothing is the answer, and no reason to create a record.
      await hint(answer.applied?.length ? [] : (answer.next ?? []))
    }
    // A table on a terminal has the total in its title.
    const inTitle = !format && answers.isTerminal && count.shown > 0
    if (total !== undefined && !inTitle) await note(t.output.inAll({ total }))
  }

  async function record(answer: RecordAnswer): Promise<void> {
    if (format) {
      const written = await format.record(answer, target)
      return hint(commandsForAll(written))
    }
    if (idsOnly) {
      const parts = answer.isParts ? (answer.parts ?? []) : undefined
      const ids = parts?.flatMap(({ key, columns, rows }) => rows.map((row) => `${key} ${idOf(columns, row)}\n`))
      return stdout.write(ids?.join('') ?? `${idOf(answer.columns, answer.row)}\n`)
    }
    const parts = answer.parts?.filter(({ audience }) => audience !== 'program').map(personPart)
    const { lines, hidden } = recordLines({ ...answer, parts: parts ?? [] }, answers)
    await stdout.write(`${lines.join('\n')}\n`)
    await noteHidden(hidden, t.output.hiddenPart)
    await hint(commandsForAll(parts))
  }

  return {
    list,
    record,
    async data(answer) {
      await format?.record(answer, target)
    },
    async paper(paper) {
      const { writePaper } = await import('./paper.ts')
      const [argv, { format, output }] = [o.list?.argv ?? [], globals]
      const better = await writePaper(paper, { ...target, style: answers, format, output, argv })
      await hint(better === undefined ? [] : [better])
    },
    async text(text) {
      if (format) return
      await stdout.write(escapeControlCharacters(text.endsWith('\n') ? text : `${text}\n`, { lines: true }))
    },
    async forPerson(work) {
      if (!format && !idsOnly) await work()
    },
    async forReader(work) {
      if (readFormats.has(globals.format) && !idsOnly) await work()
    },
    async step({ title, command }) {
      const words = answers.words(title)
      const lines = answers.isTerminal ? wrap(words, answers.columns()) : [words]
      await stdout.write(`${lines.map((line) => answers.paint.bold(line)).join('\n')}\n`)
      await stdout.write(`${answers.paint.aquamarine(`$ ${answers.words(`${programName} ${command}`)}`)}\n`)
    },
    async success(message) {
      const sign = notes.paint.green(notes.accessible ? t.output.doneWord : notes.signs.yes)
      if (!globals.quiet) await signed(sign, message)
    },
    note: (message) => note(message(t)),
    async changes(columns, before, after) {
      for (const column of columns.filter(({ key }) => before[key] !== after[key])) {
        const [from, to] = [cell(column, before, notes).text, cell(column, after, notes).text]
        await note(t.output.change({ label: column.label(t), from, to }))
      }
    },
    warning,
    hint,
    async equivalentCommand(command) {
      const [line = ''] = nextLines([command], notes, '')
      if (!globals.quiet) await writeLine(line)
    },
  }
}

/** The commands that list all rows of those parts of which some were left out. */
function commandsForAll(parts: RecordAnswer['parts'] = []): string[] {
  return parts.flatMap(({ more, all }) => (more && all !== undefined ? [all] : []))
}

/** What names a record in the next command: its id, or its first column where it has none (a permission's code). */
function idOf(columns: readonly Column[], row: Row): string {
  const column = columns.find(({ kind }) => kind === 'id') ?? columns[0]
  return column ? escapeControlCharacters(String(row[column.key] ?? '')) : ''
}
