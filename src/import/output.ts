/** What is said about an import. */
import type { Call } from '../app.ts'
import type { Column } from '../field/column.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import type { Importable } from './importable.ts'
import type { Reject, Report } from './row.ts'

/** How many rejected rows a person reads. */
const mostShown = 20

const counted = ['new', 'changed', 'unchanged', 'rejected'] as const
const columns: readonly Column[] = counted.map((key) => ({
  key,
  kind: 'count',
  label: (t) => t.importing.columns[key],
}))
const rejectColumns: readonly Column[] = (['line', 'column', 'value', 'reason', 'code'] as const).map((key) => ({
  key,
  kind: key === 'line' ? 'count' : 'text',
  label: (t) => t.importing.rejectColumns[key],
}))

function sentence(what: Importable, { rejects, ...report }: Report, t: Catalog): string {
  return t.importing.counts({
    noun: what.target.resource,
    new: t.format.count(report.new),
    changed: t.format.count(report.changed),
    unchanged: t.format.count(report.unchanged),
    rejected: t.format.count(rejects.length),
  })
}

/** The answer: for a person one line, for a program the numbers and each rejected row. */
export async function answer(
  { out, t }: Call,
  what: Importable,
  report: Report,
  o: { readonly passedOver: readonly string[]; readonly rejectsPath: string | undefined },
): Promise<void> {
  if (o.passedOver.length > 0) {
    const names = t.format.listing(o.passedOver)
    await out.note((words) => words.importing.passedOver({ columns: names }))
  }
  await out.forPerson(() => out.text(sentence(what, report, t)))
  const { rejects, names: _, ...counts } = report
  await out.data({
    columns,
    row: { ...counts, rejected: rejects.length },
    parts: [
      {
        key: 'rejects',
        title: (words) => words.importing.columns.rejected,
        columns: rejectColumns,
        rows: rejects.map(({ line, heading, value, reason, code }) => ({
          line,
          column: heading,
          value,
          reason: reason(t),
          code,
        })),
      },
    ],
  })
}

/** Tells a person the first rejected rows, and where the others are. */
export async function noteRejects({ out, t }: Call, { rejects }: Report, path: string | undefined): Promise<void> {
  if (rejects.length === 0) return
  await out.forPerson(async () => {
    for (const reject of rejects.slice(0, mostShown)) await out.note((words) => rejectLine(reject, words))
    const more = rejects.length - mostShown
    if (more > 0)
      await out.note((words) =>
        words.importing.moreRejects({ count: words.format.count(more), rejects: path !== undefined }),
      )
  })
  if (path === undefined) return
  const count = t.format.count(rejects.length)
  await out.note((words) => words.importing.rejectsWritten({ count, path }))
}

const rejectLine = ({ line, heading, value, reason }: Reject, t: Catalog) =>
  t.importing.reject({ line: String(line), heading, value: value && excerpt(value), reason: reason(t) })

/** What will be written, before somebody is asked whether it may. */
export async function preview({ out, t }: Call, what: Importable, report: Report): Promise<void> {
  await out.note(() => sentence(what, report, t))
  for (const kind of ['new', 'changed'] as const) {
    const names = report.names[kind]
    if (names.length === 0) continue
    const more = report[kind] - names.length
    const listed = names.map(excerpt).join(', ')
    const all = more > 0 ? t.importing.andMore({ names: listed, count: t.format.count(more) }) : listed
    await out.note((words) => words.importing.named[kind]({ names: all }))
  }
}
