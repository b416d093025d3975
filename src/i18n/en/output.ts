/** The words around results: counts, what was left out, and words in place of signs. */
export const output = {
  createdAt: 'Created',
  updatedAt: 'Updated',
  version: 'Version',
  /** One field of an update, old → new. */
  change: ({ label, from, to }: { label: string; from: string; to: string }) => `  ${label}: ${from} → ${to}`,
  /** The heading of the id of another record, beside its name. */
  idOf: ({ label }: { label: string }) => `${label} (id)`,
  /** The heading of the column that says of which part of an answer a row is. */
  section: 'Section',
  /** Stands before a value on the same line. */
  labelled: ({ label }: { label: string }) => `${label}:`,
  /** The title of a list as a sentence, for a screen reader. */
  titled: ({ title, applied }: { title: string; applied: string }) => `${title}: ${applied}`,
  ascending: 'ascending',
  descending: 'descending',
  yes: 'yes',
  no: 'no',
  /** What a screen reader reads where a sign would stand for an absent value. */
  none: 'none',
  /** Marks what is running. A screen reader hears `nowAlone` where nobody runs it; others see a second sign. */
  now: 'now',
  nowAlone: 'now, without support',
  today: 'today',
  tomorrow: 'tomorrow',
  inDays: ({ days }: { days: number }) => (days === 1 ? `in ${days} day` : `in ${days} days`),
  /** A record that a command touches, on a line of its own. */
  namedRecord: ({ noun, id, name, date }: { noun: string; id: number; name: string; date?: string }) =>
    `  ${noun} ${id} · ${name}${date === undefined ? '' : ` · ${date}`}`,
  moreRecords: ({ count }: { count: number }) => `  … and ${count} more`,
  /** Below the weeks of a calendar. */
  weeksLegend: '(n) events that day · * today',
  emptyFor: ({ empty, applied }: { empty: string; applied: string }) => `${empty.slice(0, -1)} (${applied}).`,
  shownMore: ({ shown, total, after }: { shown: string; total: string | undefined; after: string }) =>
    `${total === undefined ? shown : `${shown} of ${total}`} shown, more: --after ${after} · --limit 0 for all`,
  inAll: ({ total }: { total: string }) => `${total} in total`,
  hidden: ({ columns }: { columns: string }) => `Hidden: ${columns}. Widen the window or choose with --columns.`,
  hiddenPart: ({ columns }: { columns: string }) => `Hidden: ${columns}. Widen the window or use --json.`,
  pagerFailed: ({ code }: { code: number }) =>
    `The pager ended with exit code ${code}. --no-pager shows the list without it.`,
  /** The help of `--format` where a command makes files. */
  fileFormat: ({ format }: { format: string }) => `Format of the files (default: ${format})`,
  /** Of a file that `--output` names. */
  written: ({ file }: { file: string }) => `Written to ${file}.`,
  notPlain: ({ file, what }: { file: string; what: 'link' | 'folder' | 'device' }) =>
    `${file} is a ${what}: only a plain file is replaced. Choose another name.`,
  cannotMake: ({ file, reason }: { file: string; reason: string }) =>
    reason === 'ENOENT' ? `The folder for ${file} does not exist.` : `${file} cannot be written (${reason}).`,
  fileFailed: ({ file, reason }: { file: string; reason: string }) =>
    `Cannot write to ${file} (${reason}). Nothing was replaced.`,
  /** Of workbooks. `most` is the number of rows or characters that fit. */
  sheetFull: ({ most }: { most: string }) => `A sheet holds ${most} rows, and there are more. Use --format csv.`,
  shortened: ({ cells, most }: { cells: number; most: string }) =>
    `${cells} ${cells === 1 ? 'text is' : 'texts are'} cut after ${most} characters, the most that a cell holds. --format csv has all of it.`,
  zipTooLarge: 'An archive holds 4 GB, and there is more. Use --format csv, or a folder.',
  /** Steps that may take longer than a second. */
  connecting: 'Opening the database',
  preparing: 'Preparing the database',
  asking: 'Waiting for the database',
  writing: 'Writing the records',
  countOf: ({ count, total }: { count: string; total: string }) => `${count} of ${total}`,
  rate: ({ what, count, rate }: { what: string; count: string; rate: string }) => `${what} · ${count} · ${rate}/s`,
  /** Lines of `--verbose`. */
  database: ({ kind, name }: { kind: 'server' | 'embedded'; name: string }) =>
    kind === 'server' ? `database: PostgreSQL at ${name}` : `database: embedded, in ${name}`,
  connected: ({ ms }: { ms: string }) => `connected in ${ms} ms`,
  answered: ({ ms, rows }: { ms: string; rows: number }) =>
    `statement: ${ms} ms, ${rows} ${rows === 1 ? 'row' : 'rows'}`,
  /** Accessible mode: words in place of `✓ ✗ ! →`. */
  doneWord: 'Done:',
  errorWord: 'Error:',
  warningWord: 'Warning:',
  nextWord: 'Next:',
}
