/** Where answers and notes go: stdout is the answer alone, everything else is stderr (terminal.md §2). */
import type { Message } from '../../errors.ts'
import type { Column, Row } from '../../field/column.ts'

export interface ListAnswer {
  /** `CLIENTS`: the bar above the table. */
  readonly title: Message
  readonly columns: readonly Column[]
  /** In order of id; in batches, so that memory does not grow with the rows. */
  readonly rows: AsyncIterable<readonly Row[]>
  /** How many rows at most are shown; a row more than this in `rows` says that there are more. 0: all. */
  readonly limit: number
  /** The exact total, where `--count` asked for it. */
  readonly total?: number
  /** What to say on stderr when there is nothing, as `No client yet.` */
  readonly empty?: Message
  /** Commands to try next when there is nothing. */
  readonly next?: readonly string[]
}

export interface RecordAnswer {
  readonly title: Message
  readonly columns: readonly Column[]
  readonly row: Row
  /** Lists below the card (its contracts, its history). In JSON they are further keys of the one object. */
  readonly parts?: readonly {
    readonly key: string
    readonly title: Message
    readonly columns: readonly Column[]
    readonly rows: readonly Row[]
    /** `true`: there are more than these: `(20+)`. */
    readonly more?: boolean
    /** The command that lists all of them, told on stderr. Without the program's name. */
    readonly all?: string
  }[]
  /** `true`: the answer is its parts; CSV, TSV and `--quiet` list their rows, each after the key of its part. */
  readonly isParts?: true
}

export interface Output {
  list(answer: ListAnswer): Promise<void>
  record(answer: RecordAnswer): Promise<void>
  /** Plain text that is itself the answer (help, the SQL of `db-create`): stdout, escaped, as it stands. */
  text(text: string): Promise<void>
  /** `✓ Client 12 created.` on stderr; silent with --quiet. */
  success(message: Message): Promise<void>
  /** A plain line on stderr; silent with --quiet. */
  note(message: Message): Promise<void>
  /** `! …` on stderr, even with --quiet. */
  warning(message: Message): Promise<void>
  /** `→ epic-events …` lines on stderr: what to run next; silent with --quiet. Without the program's name. */
  hint(commands: readonly string[]): Promise<void>
  /** `→ epic-events …` on stderr: what was just answered, as one would type it. To a listener it is not called the next step. */
  equivalentCommand(command: string): Promise<void>
}
