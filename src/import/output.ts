/** What is said about an import. */
import type { Call } from '../app.ts'
import type { Column } from '../field/column.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { excerpt } from '../text/excerpt.ts'
import type { Importable } from './importable.ts'
import type { Reject, Report } from './row.ts'

/** How many rejected rows a person reads. */
const mostShown = 20
/** How many rows are named that are like a record of before. */
const mostAlike = 5

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

const alikeColumns: readonly Column[] = [
  { key: 'line', kind: 'count', label: (t) => t.importing.rejectColumns.line },
  { key: 'id', kind: 'id', label: (t) => t.client.label.id },
  { key: 'name', kind: 'text', label: (t) => t.client.label.full_name },
]

/** Tells of new rows that are like records of before, which are imported all the same. */
export async function warnOfAlike({ out }: Call, { alike }: Report): Promise<void> {
  const { length: count } = alike
  if (count === 0) return
  await out.warning((t) => t.merge.imported({ count, shown: t.format.count(count) }))
  for (const { line, name, id } of alike.slice(0, mostAlike))
    await out.note((t) => t.merge.importedLine({ line: String(line), name: excerpt(name), id }))
}

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
  o: { readonly passedOver: readonly string[] },
): Promise<void> {
  if (o.passedOver.length > 0) {
    const names = t.format.listing(o.passedOver)
    await out.note((words) => words.importing.passedOver({ columns: names }))
  }
  await out.forPerson(() => out.text(sentence(what, report, t)))
  const { rejects, alike, names: _, ...counts } = report
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
      ...(what.target.alike
        ? [
            {
              key: 'likely_duplicates',
              title: (words: Catalog) => words.merge.title,
              columns: alikeColumns,
              rows: alike.map((one) => ({ ...one })),
            },
          ]
        : []),
    ],
  })
}

/** Tells a person the first rejected rows. @param path of the file that has all of them */
export async function noteRejects({ out }: Call, rejects: readonly Reject[], path: string | undefined): Promise<void> {
  if (rejects.length === 0) return
  await out.forPerson(async () => {
    for (const reject of rejects.slice(0, mostShown)) await out.note((words) => rejectLine(reject, words))
    const more = rejects.length - mostShown
    if (more > 0)
      await out.note((words) =>
        words.importing.moreRejects({ count: words.format.count(more), rejects: path !== undefined }),
      )
  })
}

const rejectLine = ({ line, name, heading, value, reason }: Reject, t: Catalog) =>
  t.importing.reject({
    ...{ line: String(line), heading, reason: reason(t) },
    ...{ name: name && excerpt(name), value: value && excerpt(value) },
  })

/** What will be written and what will not, before somebody is asked whether it may. */
export async function preview(call: Call, what: Importable, report: Report, path: string | undefined): Promise<void> {
  await call.out.note((t) => sentence(what, report, t))
  await noteNames(call, what, report)
  await noteRejects(call, report.rejects, path)
}

/** The first names of what is new and of what is changed. */
export async function noteNames({ out, t }: Call, what: Importable, report: Report): Promise<void> {
  for (const kind of ['new', 'changed'] as const) {
    const names = report.names[kind]
    if (names.length === 0) continue
    const more = report[kind] - names.length
    const listed = names.map(excerpt).join(', ')
    const all = more > 0 ? t.importing.andMore({ names: listed, count: t.format.count(more) }) : listed
    await out.note((words) =>
      words.importing.named[kind]({ noun: what.target.resource, isOne: report[kind] === 1, names: all }),
    )
  }
}
