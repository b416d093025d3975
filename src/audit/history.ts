/** The history of a record: the switch `--history` of its `view`, and the part below its card. */
import { audited, rulesOf } from '../access/catalogue.ts'
import type { Catalog } from '../i18n/catalog.ts'
import type { Part } from '../terminal/output/output.ts'
import { columns, type History } from './audit.ts'

export const historySwitch = { option: 'history', help: (t: Catalog) => t.audit.help.history }

/** The same for a record that has notes. It also shows all of these, to everybody who may read them. */
export const noteHistorySwitch = { ...historySwitch, help: (t: Catalog) => t.audit.help.noteHistory }

/** A person gets no more entries than can be read on a screen. */
const limit = 50

/** The card above names the record, so the part does not repeat it. */
const partColumns = columns.filter(({ key }) => key !== 'table_name' && key !== 'row_id')

/**
 * The history of a record, below its card. In JSON it is the key `history`.
 *
 * @param history what store.history gave
 * @example parts: [historyPart(call, await audit.history(connection, 'client', id))]
 */
export function historyPart({ entries, more, own }: History): Part {
  const [entry] = entries
  const resource = entry && audited.find((one) => rulesOf(one).table === entry.table_name)
  return {
    key: 'history',
    title: (t) => (own ? t.audit.ownHistory : t.audit.history),
    columns: partColumns,
    rows: entries,
    more,
    latest: { limit, title: (t) => (own ? t.audit.ownLatest : t.audit.latest) },
    // Nobody else may read the log.
    all: own ? undefined : entry && `audit list --table ${resource} --id ${entry.row_id} --limit 0`,
  }
}
