/** How the changes of a record read: below its card, and in `audit list`. */
import { rulesOf } from '../access/catalogue.ts'
import type { Call } from '../app.ts'
import type { Row } from '../field/column.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { storedText } from '../i18n/stored-text.ts'
import type { RecordAnswer } from '../terminal/output/output.ts'
import { audited, columns, type Entry, type History, row, table } from './audit.ts'

/** What an entry is in the form that this call answers in. */
export function entryRow({ t, globals }: Pick<Call, 't' | 'globals'>, entry: Entry): Row {
  if (globals.format !== 'table') return entry
  const noun = audited.find((resource) => rulesOf(resource).table === entry.table_name)
  return {
    ...entry,
    table_name: noun ? t.noun[noun] : entry.table_name,
    action: t.audit.action[entry.action],
    changes: changed(entry, t),
  }
}

/** The switch `--history` of `client view` and its kin. */
export const historySwitch = { option: 'history', help: (t: Catalog) => t.audit.help.history }

/** Entries that a person is shown below a card: a screen is read, not scrolled. */
const mostShown = 50

/**
 * The history of a record, below its card; in JSON the key `history`. Where there are many, the latest
 * ones, and the command that lists all.
 *
 * @param history what store.history gave
 * @example parts: [historyPart(call, await audit.history(connection, 'client', id))]
 */
export function historyPart(
  call: Pick<Call, 't' | 'globals'>,
  { entries, more: older }: History,
): NonNullable<RecordAnswer['parts']>[number] {
  const person = call.globals.format === 'table'
  const kept = person ? columns.people : columns.data
  const shown = person ? entries.slice(-mostShown) : entries
  const more = older || shown.length < entries.length
  const [latest] = shown
  const of = latest && audited.find((resource) => rulesOf(resource).table === latest.table_name)
  return {
    key: 'history',
    title: (t) => (more ? t.audit.latest : t.audit.history),
    // Which record it is stands on the card above.
    columns: kept.filter((column) => column !== table && column !== row),
    rows: shown.map((entry) => entryRow(call, entry)),
    more,
    ...(more ? { all: `audit list --table ${of} --id ${latest?.row_id} --limit 0` } : {}),
  }
}

function changed({ table_name, action: did, old_values, new_values }: Entry, t: Catalog): string[] {
  const before = old_values ?? {}
  const after = new_values ?? {}
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => name !== 'id')
  return names.flatMap((column) => {
    if (column === 'password') return [t.audit.passwordChanged]
    const label = labelOf(table_name, column, t)
    const [from, to] = [storedText(column, before[column], t), storedText(column, after[column], t)]
    if (did === 'update') return [t.audit.change({ label, from, to })]
    const value = did === 'insert' ? to : from
    return value === t.audit.nothing ? [] : [t.audit.value({ label, value })]
  })
}

/** Each noun has the words for its columns in its own area of the catalogue. */
function labelOf(tableName: string, column: string, t: Catalog): string {
  const noun = audited.find((resource) => rulesOf(resource).table === tableName)
  const areas: Readonly<Record<string, unknown>> = t
  const area = noun === undefined ? undefined : areas[noun]
  const labels = (area as { readonly label?: Readonly<Record<string, string>> } | undefined)?.label
  return labels?.[column] ?? column
}
