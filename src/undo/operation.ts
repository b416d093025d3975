/** How an operation is told: as a row of the list, as a sentence, and line by line before it is undone. */

import { changesOf, type Entry, labelsOf, resourceOf } from '../audit/audit.ts'
import type { Message } from '../errors.ts'
import { columnsOf, fieldsOf } from '../field/attribute.ts'
import type { Column } from '../field/column.ts'
import { text } from '../field/text.ts'
import type { Catalog } from '../i18n/catalog.ts'
import { type Operation, type Part, shortest, type Undone } from './store.ts'

export const { operation: operationField } = fieldsOf('undo', {
  operation: { kind: 'text', schema: (t) => text(t, { max: 300 }) },
})

/** A person reads the beginning of an id and a sentence, a program the whole id and how many rows were changed. */
export const columns: readonly Column[] = columnsOf('undo', {
  operation: { kind: 'text', noTruncate: true, shown: ({ operation }) => String(operation).slice(0, shortest) },
  at: { kind: 'date' },
  command: { kind: 'text', dropPriority: 1 },
  did: {
    kind: 'text',
    wraps: 4,
    comfortable: 24,
    audience: 'person',
    shown: (row, t) => sentence(row as Operation, t),
  },
  changes: { kind: 'count', audience: 'program' },
})

/** What `undo` answers to a program: what was undone, and the operation that did it. */
export const undoneColumns: readonly Column[] = [
  ...columns.filter(({ audience }) => audience !== 'person'),
  ...columnsOf('undo', { undone_by: { kind: 'text' } }),
]

/** `Changed client 8, Kevin Casey (Phone)`, and whether it cannot be undone, or not by the caller. */
export const sentence = (operation: Operation, t: Catalog): string =>
  t.undo.sentence({ did: did(operation, t), final: operation.hindrance !== null, lacking: operation.lacking })

/** The same within another sentence: `changed client 8, Kevin Casey (Phone)`. */
export const did = ({ parts }: Operation, t: Catalog): string =>
  parts.map((part) => partSentence(part, t)).join(t.ask.betweenNotes)

function partSentence({ table, action, count, id, label, columns, other }: Part, t: Catalog): string {
  if (count === 1 && other !== null) {
    const noun = nounOf(table, t)
    return t.merge.did({ noun, other, into: t.undo.one({ noun, id, label }), split: action === 'split' })
  }
  const what = count === 1 ? t.undo.one({ noun: nounOf(table, t), id, label }) : t.undo.many({ table, count })
  const labels = labelsOf(table, t)
  const fields = [...new Set((columns ?? []).map((column) => labels[column] ?? column))]
  return t.undo.did[action]({ what, fields })
}

const nounOf = (table: string, t: Catalog): string => {
  const resource = resourceOf(table)
  return resource ? t.noun[resource] : table
}

/** What a person reads of changes that were undone or would be: a line for each row. */
export const linesOf = ({ entries, changes, people }: Undone): Message[] => [
  ...entries.map(
    (entry): Message =>
      (t) =>
        mergeLine(entry, t) ??
        t.undo.line({
          action: entry.action,
          what: t.undo.one({
            noun: nounOf(entry.table_name, t),
            id: entry.row_id,
            label: nameIn(entry.new_values ?? entry.old_values),
          }),
          changes: changesOf(entry, t, people),
        }),
  ),
  ...(changes > entries.length ? [(t: Catalog) => t.undo.more({ count: changes - entries.length })] : []),
]

/** Of a merge that is taken back, or done again. */
function mergeLine({ action, table_name, row_id: id, old_values, new_values }: Entry, t: Catalog): string | undefined {
  if (action !== 'merge') return undefined
  const split = typeof new_values?.['merged_id'] !== 'number'
  const noun = nounOf(table_name, t)
  const other = Number((split ? old_values : new_values)?.['merged_id'])
  return t.merge.line({ noun, other, into: t.undo.one({ noun, id, label: null }), split })
}

/** The name of a record that was deleted or has come back, as the log has it. */
function nameIn(values: Readonly<Record<string, unknown>> | null): string | null {
  const name = values?.['full_name'] ?? values?.['name'] ?? values?.['title']
  return typeof name === 'string' ? name : null
}
