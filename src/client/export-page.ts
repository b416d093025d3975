/** What is kept about a client as a page that they can read: one file, without a script, a picture or anything from the network. */
import { changesOf } from '../audit/audit.ts'
import { columnsOf } from '../field/attribute.ts'
import { type Column, nameKey, type Row } from '../field/column.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { escapeControlCharacters } from '../text/escape.ts'
import { markup } from '../text/html.ts'
import { columns as clientColumns } from './client.ts'
import type { ClientData } from './export-store.ts'

const contracts = columnsOf('contract', {
  id: { kind: 'id' },
  total_amount: { kind: 'amount' },
  remaining_amount: { kind: 'amount' },
  is_signed: { kind: 'yes-no' },
  commercial_id: { kind: 'reference' },
})
const instalments = columnsOf('payment', {
  contract_id: { kind: 'id' },
  label: { kind: 'text' },
  due_on: { kind: 'date' },
  amount: { kind: 'amount' },
})
const payments = columnsOf('payment', {
  contract_id: { kind: 'id' },
  amount: { kind: 'amount' },
  paid_on: { kind: 'date' },
  kind: { kind: 'text', shown: ({ kind }, t) => (t.payment.kind as Readonly<Record<string, string>>)[String(kind)] },
  method: {
    kind: 'text',
    shown: ({ method }, t) => (t.payment.method as Readonly<Record<string, string>>)[String(method)],
  },
  reference: { kind: 'text' },
  cancelled_at: { kind: 'date' },
  cancelled_why: { kind: 'text' },
})
const events = columnsOf('event', {
  id: { kind: 'id' },
  title: { kind: 'text' },
  start_date: { kind: 'date' },
  end_date: { kind: 'date' },
  full_address: { kind: 'text' },
  participant_count: { kind: 'count' },
  support_contact_id: { kind: 'reference' },
  notes: { kind: 'lines' },
})
const notes = columnsOf('interaction', {
  at: { kind: 'date' },
  kind: {
    kind: 'text',
    shown: ({ kind }, t) => (t.interaction.kind as Readonly<Record<string, string>>)[String(kind)],
  },
  text: { kind: 'lines' },
  next_on: { kind: 'date' },
  user_id: { kind: 'reference' },
  cancelled_at: { kind: 'date' },
})
const audit = columnsOf('audit', {
  at: { kind: 'date' },
  user_id: { kind: 'reference' },
  table_name: { kind: 'text' },
  row_id: { kind: 'id' },
  action: {
    kind: 'text',
    shown: ({ action }, t) => (t.audit.action as Readonly<Record<string, string>>)[String(action)],
  },
  changes: { kind: 'lines', shown: (row, t) => changesOf(row as never, t).join('\n') },
})

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1a1a1a}
h2{margin-top:2rem;border-bottom:1px solid #ccc}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid #e5e5e5;white-space:pre-wrap;overflow-wrap:anywhere}
th{white-space:nowrap}@media print{body{margin:0;font-size:11px}h2{break-after:avoid}tr{break-inside:avoid}}`

/** The page, in the language of the reader. */
export function clientPage(data: ClientData, t: Catalog): string {
  const { page } = t.privacy
  const title = escaped(page.title({ name: data.client.full_name }))
  const card = clientColumns.map((column) => [column.label(t), shownValue(column, data.client, t)] as const)
  const parts: readonly (readonly [title: string, columns: readonly Column[], rows: readonly Row[] | null])[] = [
    [page.contracts, contracts, data.contracts],
    [page.instalments, instalments, data.instalments],
    [page.payments, payments, data.payments],
    [page.events, events, data.events],
    [page.notes, notes, data.notes],
    [page.audit, audit, data.audit],
  ]
  return [
    `<!doctype html>`,
    `<html lang="${t.lang}">`,
    `<head>`,
    `<meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${title}</title>`,
    `<style>${style}</style>`,
    `</head>`,
    `<body>`,
    `<h1>${title}</h1>`,
    `<p>${escaped(page.asOf({ at: t.format.date(data.instant) }))}</p>`,
    `<h2>${escaped(page.client)}</h2>`,
    `<table>`,
    ...card.map(([label, value]) => `<tr><th scope="row">${escaped(label)}</th><td>${escaped(value)}</td></tr>`),
    `</table>`,
    ...parts.flatMap(([heading, columns, rows]) => (rows === null ? [] : section(heading, columns, rows, t))),
    `</body>`,
    `</html>`,
    ``,
  ].join('\n')
}

function section(heading: string, columns: readonly Column[], rows: readonly Row[], t: Catalog): string[] {
  const title = `<h2>${escaped(heading)}</h2>`
  if (rows.length === 0) return [title, `<p>${escaped(t.privacy.page.none)}</p>`]
  const cells = (row: Row) => columns.map((column) => `<td>${escaped(shownValue(column, row, t))}</td>`).join('')
  return [
    title,
    `<table>`,
    `<thead><tr>${columns.map(({ label }) => `<th scope="col">${escaped(label(t))}</th>`).join('')}</tr></thead>`,
    `<tbody>`,
    ...rows.map((row) => `<tr>${cells(row)}</tr>`),
    `</tbody>`,
    `</table>`,
  ]
}

/** A stored value as a person reads it. */
function shownValue(column: Column, row: Row, t: Catalog): string {
  const value = column.shown ? column.shown(row, t) : row[column.key]
  if (value === null || value === undefined || value === '') return ''
  switch (column.kind) {
    case 'amount':
      return t.format.amount(String(value))
    case 'date':
      return t.format.date(String(value))
    case 'count':
      return t.format.count(Number(value))
    case 'phone':
      return t.format.phone(String(value))
    case 'yes-no':
      return value === true ? t.output.yes : t.output.no
    case 'reference':
      return String(row[nameKey(column)] ?? value)
    default:
      return String(value)
  }
}

/** A text that is nothing but text in a page. Marks that turn the direction of what follows are shown as escapes, as everywhere. */
const escaped = (text: string): string => markup(escapeControlCharacters(text, { lines: true }))
