/** What frames the answers: counts, what was left out, words for signs. */
export const output = {
  createdAt: 'Created',
  updatedAt: 'Updated',
  version: 'Version',
  /** One field of an update, old → new. */
  change: ({ label, from, to }: { label: string; from: string; to: string }) => `  ${label}: ${from} → ${to}`,
  /** In front of a value on the same line. */
  labelled: ({ label }: { label: string }) => `${label}:`,
  yes: 'yes',
  no: 'no',
  /** Read aloud where a sign would stand for a value that is not there. */
  none: 'none',
  today: 'today',
  tomorrow: 'tomorrow',
  inDays: ({ days }: { days: number }) => (plural(days) === 'one' ? `in ${days} day` : `in ${days} days`),
  shownMore: ({ shown, total, after }: { shown: string; total: string | undefined; after: string }) =>
    `${total === undefined ? shown : `${shown} of ${total}`} shown, more: --after ${after} · --limit 0 for all`,
  inAll: ({ total }: { total: string }) => `${total} in all`,
  hidden: ({ columns }: { columns: string }) => `hidden: ${columns} · widen the window or --format csv`,
  hiddenPart: ({ columns }: { columns: string }) => `hidden: ${columns} · widen the window or --json`,
  /** What may take longer than a second. */
  connecting: 'Opening the database',
  preparing: 'Preparing the database',
  asking: 'Waiting for the database',
  writing: 'Writing the rows',
  countOf: ({ count, total }: { count: string; total: string }) => `${count} of ${total}`,
  rate: ({ what, count, rate }: { what: string; count: string; rate: string }) => `${what} · ${count} · ${rate}/s`,
  /** `--verbose`. */
  database: ({ kind, name }: { kind: 'server' | 'embedded'; name: string }) =>
    kind === 'server' ? `database: PostgreSQL at ${name}` : `database: embedded, in ${name}`,
  connected: ({ ms }: { ms: string }) => `connected in ${ms} ms`,
  answered: ({ ms, rows }: { ms: string; rows: number }) =>
    `statement: ${ms} ms, ${rows} ${plural(rows) === 'one' ? 'row' : 'rows'}`,
  /** Accessible mode: words where others see `✓ ✗ ! →`. */
  doneWord: 'Done:',
  errorWord: 'Error:',
  warningWord: 'Warning:',
  nextWord: 'Next:',
}

const plural = (n: number) => new Intl.PluralRules('en').select(n)
