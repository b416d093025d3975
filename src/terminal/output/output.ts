/**
 * What a command can say. Standard output is the answer alone, everything else goes to standard error (docs/TERMINAL.md §2). A command hands
 * over all that there is to say. Which of it a person or a program gets is decided here and not by the command.
 */
import type { ErrorDetail, Message } from '../../errors.ts'
import type { Column, Row } from '../../field/column.ts'
import type { Catalog } from '../../i18n/catalog.ts'
import type { Paper } from '../../papers/paper.ts'

/** What `--format ics` writes of a row. Nothing else may ever be in it: such files are mailed, and other people subscribe to them. */
export interface CalendarEntry {
  /** Names the record within its installation: `event-7`. */
  readonly name: string
  readonly version: number
  /** Instants as RFC 3339. */
  readonly updatedAt: string
  readonly start: string
  readonly end: string
  readonly summary: string
  readonly location: string
  readonly description: string
}

export interface Calendar {
  /** Tells the records of this database from those of all others. It is asked only when a calendar is written. */
  readonly installation: () => Promise<string>
  readonly entry: (row: Row, t: Catalog) => CalendarEntry
}

/** The weeks of a calendar. */
export interface Weeks {
  /** The short names of the days, Monday first. */
  readonly weekdays: readonly string[]
  readonly months: readonly Month[]
}

interface Month {
  readonly title: string
  /** Seven days each; undefined for a day that is not asked for. */
  readonly weeks: readonly (readonly (Day | undefined)[])[]
}

export interface Day {
  readonly number: number
  /** How many records it has. */
  readonly load: number
  readonly isToday: boolean
}

export interface ListAnswer {
  /** `CLIENTS`: the bar above the table. */
  readonly title: Message
  /**
   * What was asked for beside the noun, one piece each, as the title shows it: `unpaid`, `client Kevin Casey`, and the order last: `by due ↓`.
   * A piece begins with a small letter. The sign of an order is a word in accessible mode. Data formats leave all of it out.
   */
  readonly applied?: readonly Message[]
  /** What a person sees above the list. */
  readonly weeks?: Weeks | undefined
  readonly columns: readonly Column[]
  /** In order of id, and in batches, so that memory does not grow with the rows. */
  readonly rows: AsyncIterable<readonly Row[]>
  /** What the rows add up to, in a line below them. Only people get it. */
  readonly sum?: Row
  /** How many rows are shown at most (0: all). One row more than this in `rows` means that there are more. */
  readonly limit: number
  /** The exact total, where `--count` asked for it. */
  readonly total?: number
  /** The sentence for an empty list, as `No client yet.` It goes to stderr. */
  readonly empty?: Message
  /** Commands to try next when the list is empty. */
  readonly next?: readonly string[]
  /** What the rows are in a calendar. */
  readonly calendar?: Calendar
}

/** A list below a card: the contracts of a client, the history of a record. */
export interface Part {
  /** In JSON the part is this key of the one object. */
  readonly key: string
  readonly title: Message
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** `true`: there are more rows than these: `(20+)`. */
  readonly more?: boolean
  /** `program`: a person does not get the part, having seen it already. Default: both get it. */
  readonly audience?: 'program'
  /** A person is shown this many rows at most, the last ones. A program gets all of them. */
  readonly latest?: { readonly limit: number; readonly title: Message }
  /** The command that lists all rows, without the program's name. It is printed on stderr if some rows were left out. */
  readonly all?: string | undefined
}

export interface RecordAnswer {
  readonly title: Message
  readonly columns: readonly Column[]
  readonly row: Row
  readonly parts?: readonly Part[]
  /** `true`: the answer consists of its parts. CSV, TSV and `--quiet` then list the rows of the parts, each after the part's key. */
  readonly isParts?: true
  /** What the record is in a calendar. */
  readonly calendar?: Calendar
}

/** An error as it is reported. Every AppError has this shape; run.ts makes a report of the code `internal` for a bug. */
export interface ErrorReport {
  readonly code: string
  readonly userMessage: Message
  readonly detail: ErrorDetail
}

export interface Output {
  list(answer: ListAnswer): Promise<void>
  record(answer: RecordAnswer): Promise<void>
  /** The answer of a command whose result a person reads as a sentence (`Client 12 deleted.`). Only the data formats write it. */
  data(answer: Pick<RecordAnswer, 'columns' | 'row' | 'parts'>): Promise<void>
  /** What is printed, in the format that was asked for: text, a web page or PDF. */
  paper(paper: Paper): Promise<void>
  /** Text that a person copies from the answer (the SQL of `db-create`), on stdout and escaped. The data formats leave it out. */
  text(text: string): Promise<void>
  /** Runs `work` only where a person reads the answer, which is neither with a data format nor with `--quiet`. */
  forPerson(work: () => Promise<void>): Promise<void>
  /** The same, and where the answer is a page that somebody reads later (`html`). */
  forReader(work: () => Promise<void>): Promise<void>
  /** A title and `$ epic-events …` on stdout, before that command is run for a person to see. The command is as typed. */
  step(o: { readonly title: string; readonly command: string }): Promise<void>
  /** `✓ Client 12 created.` on stderr; silent with --quiet. */
  success(message: Message): Promise<void>
  /** A plain line on stderr; silent with --quiet. */
  note(message: Message): Promise<void>
  /** `Email: old → new` on stderr for each column whose value differs; silent with --quiet. */
  changes(columns: readonly Column[], before: Row, after: Row): Promise<void>
  /** `! …` on stderr, even with --quiet. */
  warning(message: Message): Promise<void>
  /** `→ epic-events …` lines on stderr: what to run next; silent with --quiet. Without the program's name. */
  hint(commands: readonly string[]): Promise<void>
  /** `→ epic-events …` on stderr: the command line that would have given the same answers. A screen reader does not call it the next step. */
  equivalentCommand(command: string): Promise<void>
}
